package org.fulfillmentconnect.projection;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.http.ConnectionClosedException;

/** Asks the server once whether it is there, is an Elasticsearch, and knows the user. */
final class ConnectionCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final String HEALTH = "/_cluster/health";
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private ConnectionCheck() {}

    /**
     * Empty where an Elasticsearch answers, 4 s after the call at the latest. It may still not allow the user to write: it says
     * so when it is written to.
     */
    static Optional<Finding> finding(ShipmentProjectionSinkConfig config, Tls tls) {
        CompletableFuture<Optional<Finding>> finding = new CompletableFuture<>();
        // A thread of its own: a name that is not resolved holds it up, and so may the end of the client.
        Thread asking = new Thread(() -> ask(config, tls, finding), "elasticsearch-connection-check");
        asking.setDaemon(true);
        asking.start();
        try {
            return finding.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return unreachable("no answer within " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            return unreachable(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unreachable("interrupted");
        }
    }

    private static void ask(
            ShipmentProjectionSinkConfig config, Tls tls, CompletableFuture<Optional<Finding>> finding) {
        // One of the servers may be away: the others are to be asked in time.
        Duration share = PATIENCE.dividedBy(config.urls().size() + 1L);
        Duration timeout = share.compareTo(config.connectionTimeout()) < 0 ? share : config.connectionTimeout();
        try (ElasticsearchClient client = ElasticsearchClient.of(config, tls, timeout)) {
            finding.complete(answer(config, tls, client));
        } catch (RuntimeException e) {
            finding.complete(unreachable(e.getClass().getSimpleName() + ": " + e.getMessage()));
        }
    }

    private static Optional<Finding> answer(ShipmentProjectionSinkConfig config, Tls tls, ElasticsearchClient client) {
        try {
            Reply reply = client.send(ElasticsearchClient.request("GET", HEALTH, Map.of("filter_path", "status,error")))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (reply.status() == UNAUTHORIZED) {
                return Optional.of(config.credentials().refused());
            }
            if (Reply.isTemporary(reply.status())) {
                return unreachable("it answers " + reply.error());
            }
            return isOfElasticsearch(reply) ? Optional.empty() : stranger(reply.status());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return TlsFailure.of(cause, config.tls(), tls).or(() -> unreachable(why(cause, config)));
        } catch (TimeoutException e) {
            return unreachable("no answer within " + PATIENCE.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unreachable("interrupted");
        }
    }

    /** Whether this is a cluster's health, or that this user may not see it, as the server itself says. */
    private static boolean isOfElasticsearch(Reply reply) {
        return switch (reply.status()) {
            case OK -> hasHealth(reply.body());
            case FORBIDDEN -> reply.error().type().equals("security_exception");
            default -> false;
        };
    }

    private static boolean hasHealth(byte[] body) {
        try {
            return JsonDocument.MAPPER.readTree(body).path("status").isTextual();
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<Finding> stranger(int status) {
        return Optional.of(new Finding(
                ShipmentProjectionSinkConfig.CONNECTION_URL,
                "what answers there is no Elasticsearch: expected the health of a cluster at " + HEALTH
                        + " but found " + (status == OK ? "another content" : "status " + status)
                        + ". If it is one behind a proxy that does not let this pass, set "
                        + ShipmentProjectionSinkConfig.CONNECTION_CHECK + " to false"));
    }

    private static String why(Throwable failure, ShipmentProjectionSinkConfig config) {
        boolean plain = config.urls().stream().anyMatch(url -> url.startsWith("http:"));
        return failure.getClass().getSimpleName() + ": " + failure.getMessage()
                + (plain && failure instanceof ConnectionClosedException
                        ? " (a server with TLS takes https:// alone)"
                        : "");
    }

    private static Optional<Finding> unreachable(String why) {
        return Optional.of(new Finding(
                ShipmentProjectionSinkConfig.CONNECTION_URL,
                "Elasticsearch cannot be reached: " + why + ". To deploy while it is away, set "
                        + ShipmentProjectionSinkConfig.CONNECTION_CHECK + " to false"));
    }
}
