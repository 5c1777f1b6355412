package org.fulfillmentconnect.projection;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHeaders;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.nio.reactor.IOReactorConfig;
import org.apache.http.message.BasicHeader;
import org.apache.http.nio.entity.NByteArrayEntity;
import org.apache.http.util.EntityUtils;
import org.apache.kafka.connect.errors.ConnectException;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests to the cluster, as bytes. Used by several threads. */
final class ElasticsearchClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchClient.class);

    /** One thread moves the bytes of all requests; it only copies them. */
    private static final int IO_THREADS = 1;

    private static final int MAX_CONNECTIONS = 16;

    /** How often a request may take what its timeouts allow on each server: they bound silences, not the whole. */
    private static final int PATIENCE = 2;

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final RestClientBuilder builder;
    private final Duration limit;
    /** Calls the HTTP client, which may not return from it. */
    private final ExecutorService callers = Executors.newCachedThreadPool(ElasticsearchClient::caller);

    private volatile RestClient http;
    private boolean closed;

    private ElasticsearchClient(RestClientBuilder builder, Duration limit) {
        this.builder = builder;
        this.limit = limit;
        this.http = builder.build();
    }

    /**
     * A client as the settings say.
     *
     * @throws WrongSettingException if a key or trust store cannot be used
     */
    static ElasticsearchClient of(ShipmentProjectionSinkConfig config) {
        return of(config, Tls.of(config.tls()), config.connectionTimeout());
    }

    static ElasticsearchClient of(ShipmentProjectionSinkConfig config, Tls tls, Duration connectionTimeout) {
        RestClientBuilder builder = RestClient.builder(ServerUrls.hosts(config.urls()));
        builder.setRequestConfigCallback(
                request -> request.setConnectTimeout(Math.toIntExact(connectionTimeout.toMillis()))
                        .setSocketTimeout(Math.toIntExact(config.readTimeout().toMillis()))
                        // Elasticsearch redirects nothing, and another server is not to get the credentials.
                        .setRedirectsEnabled(false));
        builder.setHttpClientConfigCallback(client -> {
            tls.applyTo(client);
            return client.setMaxConnTotal(MAX_CONNECTIONS)
                    .setMaxConnPerRoute(MAX_CONNECTIONS)
                    .setDefaultIOReactorConfig(IOReactorConfig.custom()
                            .setIoThreadCount(IO_THREADS)
                            .setSoKeepAlive(true)
                            .build());
        });
        config.credentials()
                .authorization()
                .ifPresent(value -> builder.setDefaultHeaders(
                        new BasicHeader[] {new BasicHeader(HttpHeaders.AUTHORIZATION, value)}));
        Duration attempt = connectionTimeout.plus(config.readTimeout());
        return new ElasticsearchClient(
                builder, attempt.multipliedBy((long) PATIENCE * config.urls().size()));
    }

    /**
     * Sends a request; the future fails with an {@link IOException}, or a {@link TimeoutException} where the HTTP client does
     * not even say that there is no answer. Any answer is a reply.
     */
    CompletableFuture<Reply> send(Request request) {
        RestClient through = http;
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        try {
            callers.execute(() -> perform(request, through, reply));
        } catch (RejectedExecutionException e) {
            reply.completeExceptionally(e);
        }
        return reply.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).whenComplete((answer, failure) -> {
            if (failure instanceof TimeoutException) {
                replace(through);
            }
        });
    }

    /**
     * Goes on with other connections. When connections break, the HTTP client is known to deadlock: its requests are never
     * answered, and whoever sends one more, or closes it, waits for ever.
     *
     * @see <a href="https://github.com/elastic/elasticsearch/issues/141558">Elasticsearch's issue 141558</a>
     */
    private synchronized void replace(RestClient broken) {
        if (broken != http || closed) {
            return;
        }
        LOG.warn("A request has neither an answer nor an error after {} s; connecting anew", limit.toSeconds());
        http = builder.build();
        callers.execute(() -> close(broken));
    }

    private static Thread caller(Runnable call) {
        Thread thread = new Thread(call, "shipment-projector-calls");
        thread.setDaemon(true);
        return thread;
    }

    private void perform(Request request, RestClient through, CompletableFuture<Reply> reply) {
        try {
            performAsync(request, through, reply);
        } catch (RuntimeException e) {
            reply.completeExceptionally(e);
        }
    }

    private void performAsync(Request request, RestClient through, CompletableFuture<Reply> reply) {
        through.performRequestAsync(request, new ResponseListener() {
            @Override
            public void onSuccess(Response response) {
                complete(reply, response);
            }

            @Override
            public void onFailure(Exception failure) {
                if (failure instanceof ResponseException answered) {
                    complete(reply, answered.getResponse());
                } else if (failure instanceof IOException || through == http) {
                    reply.completeExceptionally(failure);
                } else {
                    reply.completeExceptionally(new IOException("its connections were given up", failure));
                }
            }
        });
    }

    private static void complete(CompletableFuture<Reply> reply, Response response) {
        try {
            byte[] body = response.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(response.getEntity());
            reply.complete(new Reply(response.getStatusLine().getStatusCode(), body));
        } catch (IOException e) {
            reply.completeExceptionally(e);
        }
    }

    /**
     * Sends a request and waits for its reply.
     *
     * @throws UnavailableException if there is none
     */
    Reply call(Request request) throws UnavailableException, InterruptedException {
        return await(request, send(request));
    }

    /**
     * Waits for the reply to a request that was sent.
     *
     * @throws UnavailableException if there is none
     * @throws ConnectException if the request cannot be sent at all
     */
    static Reply await(Request request, CompletableFuture<Reply> reply)
            throws UnavailableException, InterruptedException {
        try {
            return reply.get();
        } catch (ExecutionException e) {
            Throwable failure = e.getCause() == null ? e : e.getCause();
            if (failure instanceof TimeoutException) {
                throw new UnavailableException(
                        request.getMethod() + " " + request.getEndpoint() + ": neither an answer nor an error",
                        failure);
            }
            if (!(failure instanceof IOException)) {
                throw new ConnectException(
                        request.getMethod() + " " + request.getEndpoint() + " cannot be sent: " + failure.getMessage(),
                        failure);
            }
            throw new UnavailableException(
                    request.getMethod() + " " + request.getEndpoint() + ": no answer ("
                            + failure.getClass().getSimpleName() + ": " + failure.getMessage() + ")",
                    failure);
        }
    }

    static Request request(String method, String path, Map<String, String> parameters) {
        Request request = new Request(method, path);
        request.addParameters(parameters);
        return request;
    }

    /** A request with a JSON body. */
    static Request request(String method, String path, Map<String, String> parameters, byte[] json) {
        Request request = request(method, path, parameters);
        request.setEntity(new NByteArrayEntity(json, ContentType.APPLICATION_JSON));
        return request;
    }

    /** A bulk request; each line of the body ends with a line break. */
    static Request bulk(String path, Map<String, String> parameters, HttpEntity lines) {
        Request request = request("POST", path, parameters);
        request.setEntity(lines);
        return request;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        callers.execute(() -> close(http));
        callers.shutdown();
        try {
            if (!callers.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The connections to Elasticsearch do not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(RestClient http) {
        try {
            http.close();
        } catch (IOException e) {
            LOG.warn("The connections to Elasticsearch could not be closed", e);
        }
    }
}
