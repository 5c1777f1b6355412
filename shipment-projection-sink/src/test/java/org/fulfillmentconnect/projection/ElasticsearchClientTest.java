package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.elasticsearch.client.HttpAsyncResponseConsumerFactory;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RequestOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server that sends one byte of its answer after the other, so that no read ever times out. */
@Timeout(60)
class ElasticsearchClientTest {
    private static final int UNDER_WAY = 2;
    private static final long BYTES = 1_000_000;
    private static final long BETWEEN_BYTES_MILLIS = 20;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch disconnected = new CountDownLatch(UNDER_WAY);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (requests.incrementAndGet() > UNDER_WAY) {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(200, BYTES);
        try (OutputStream body = exchange.getResponseBody()) {
            for (long sent = 0; sent < BYTES; sent++) {
                body.write(' ');
                body.flush();
                TimeUnit.MILLISECONDS.sleep(BETWEEN_BYTES_MILLIS);
            }
        } catch (IOException e) {
            disconnected.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ElasticsearchClient client() {
        return ElasticsearchClient.of(new ShipmentProjectionSinkConfig(Map.of(
                "name",
                "projection",
                "connection.url",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "connection.timeout.ms",
                "500",
                "read.timeout.ms",
                "500")));
    }

    @Test
    void requestsWithoutAnEndAreGivenUpWithTheirConnectionsAndTheNextOneIsAnswered() throws Exception {
        Request request = ElasticsearchClient.request("GET", "/", Map.of());
        try (ElasticsearchClient client = client()) {
            CompletableFuture<Reply> one = client.send(request);
            CompletableFuture<Reply> another = client.send(request);

            assertThatThrownBy(() -> ElasticsearchClient.await(request, one))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessage("GET /: neither an answer nor an error");
            assertThatThrownBy(() -> ElasticsearchClient.await(request, another))
                    .isInstanceOf(UnavailableException.class);

            assertThat(disconnected.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(client.call(request).isOk()).isTrue();
        }
    }

    /** As when the client's pool of connections is deadlocked. */
    @Test
    void aRequestThatTheHttpClientDoesNotTakeIsGivenUpToo() {
        CountDownLatch never = new CountDownLatch(1);
        Request request = ElasticsearchClient.request("GET", "/", Map.of());
        RequestOptions.Builder options = request.getOptions().toBuilder();
        options.setHttpAsyncResponseConsumerFactory(() -> {
            awaitUninterruptibly(never);
            return HttpAsyncResponseConsumerFactory.DEFAULT.createHttpAsyncResponseConsumer();
        });
        request.setOptions(options);
        try (ElasticsearchClient client = client()) {
            assertThatThrownBy(() -> client.call(request))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessage("GET /: neither an answer nor an error");
        } finally {
            never.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                latch.await();
                done = true;
            } catch (InterruptedException e) {
                // As one that waits for a lock.
            }
        }
    }
}
