package org.fulfillmentconnect.projection;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks the server once whether it is there and knows the user. */
final class ConnectionCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final int UNAUTHORIZED = 401;

    private ConnectionCheck() {}

    /**
     * What is wrong, in words of the setting that is to be mended.
     *
     * @param setting the key of that setting
     */
    record Finding(String setting, String message) {}

    /** Null where the server answers. It may still not allow the user to write: it says so when it is written to. */
    static @Nullable Finding finding(ShipmentProjectionSinkConfig config) {
        try (ElasticsearchClient client = ElasticsearchClient.of(config)) {
            Reply reply = client.send(
                            ElasticsearchClient.request("GET", "/_cluster/health", Map.of("filter_path", "status")))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (reply.status() == UNAUTHORIZED) {
                return new Finding(
                        ShipmentProjectionSinkConfig.CONNECTION_USERNAME,
                        "Elasticsearch refuses the credentials (401)");
            }
            return Reply.isTemporary(reply.status()) ? unreachable("it answers " + reply.error()) : null;
        } catch (TimeoutException e) {
            return unreachable("no answer within " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return unreachable(cause.getClass().getSimpleName() + ": " + cause.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unreachable("interrupted");
        }
    }

    private static Finding unreachable(String why) {
        return new Finding(
                ShipmentProjectionSinkConfig.CONNECTION_URL,
                "Elasticsearch cannot be reached: " + why + ". To deploy while it is away, set "
                        + ShipmentProjectionSinkConfig.CONNECTION_CHECK + " to false");
    }
}
