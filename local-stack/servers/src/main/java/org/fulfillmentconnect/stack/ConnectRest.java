package org.fulfillmentconnect.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Connect's REST interface, as an operator uses it. A request that meets a rebalance (409) is repeated for up to a minute.
 *
 * <p>Every method throws {@link ConnectRestException} with the worker's own message where the worker refuses.
 */
public final class ConnectRest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration REBALANCE_TIMEOUT = Duration.ofMinutes(1);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int SERVER_ERROR = 500;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI worker;

    /** The REST interface of the worker at an address such as {@code http://127.0.0.1:8083}. */
    public ConnectRest(URI worker) {
        this.worker = worker;
    }

    /** The names of all connectors. */
    public List<String> connectors() {
        List<String> names = new ArrayList<>();
        get("/connectors").forEach(name -> names.add(name.asText()));
        return names;
    }

    /** The classes of all plugins, transforms, predicates and converters included, each with type and version. */
    public JsonNode plugins() {
        return get("/connector-plugins?connectorsOnly=false");
    }

    /** Creates the connector or changes its configuration: the flat map, as the files of connector JSON hold it. */
    public JsonNode putConfig(String connector, JsonNode config) {
        return send("PUT", path(connector) + "/config", config);
    }

    /** As {@link #putConfig(String, JsonNode)}. */
    public JsonNode putConfig(String connector, Map<String, String> config) {
        return putConfig(connector, JSON.<JsonNode>valueToTree(config));
    }

    /** The configuration as the worker stores it. */
    public JsonNode config(String connector) {
        return get(path(connector) + "/config");
    }

    /**
     * Has a configuration validated.
     *
     * @return the errors by field, in the worker's order; empty where the configuration is valid
     */
    public Map<String, List<String>> validate(String connectorClass, Map<String, String> config) {
        Map<String, String> named = new LinkedHashMap<>(config);
        named.putIfAbsent("connector.class", connectorClass);
        named.putIfAbsent("name", "validated");
        JsonNode answer = send(
                "PUT", "/connector-plugins/" + encode(connectorClass) + "/config/validate", JSON.valueToTree(named));
        Map<String, List<String>> errors = new LinkedHashMap<>();
        for (JsonNode field : answer.path("configs")) {
            JsonNode value = field.path("value");
            List<String> messages = new ArrayList<>();
            value.path("errors").forEach(message -> messages.add(message.asText()));
            if (!messages.isEmpty()) {
                errors.put(value.path("name").asText(), messages);
            }
        }
        return errors;
    }

    /** The state of the connector and its tasks. */
    public JsonNode status(String connector) {
        return get(path(connector) + "/status");
    }

    /** Ends the connector's tasks but keeps its configuration; its offsets can be changed then. */
    public void stop(String connector) {
        send("PUT", path(connector) + "/stop", null);
    }

    /** Lets the tasks idle. */
    public void pause(String connector) {
        send("PUT", path(connector) + "/pause", null);
    }

    /** Ends a pause or a stop. */
    public void resume(String connector) {
        send("PUT", path(connector) + "/resume", null);
    }

    /** Restarts the connector and all of its tasks. */
    public void restart(String connector) {
        send("POST", path(connector) + "/restart?includeTasks=true", null);
    }

    /** Restarts one task alone. */
    public void restartTask(String connector, int task) {
        send("POST", path(connector) + "/tasks/" + task + "/restart", null);
    }

    /** Removes the connector; its offsets stay. */
    public void delete(String connector) {
        send("DELETE", path(connector), null);
    }

    /** The committed offsets. */
    public JsonNode offsets(String connector) {
        return get(path(connector) + "/offsets");
    }

    /** Changes offsets of a stopped connector: the body as {@link #offsets} gives it. Returns the worker's message. */
    public String patchOffsets(String connector, JsonNode offsets) {
        return send("PATCH", path(connector) + "/offsets", offsets)
                .path("message")
                .asText();
    }

    /** Deletes all offsets of a stopped connector, so that it begins anew. Returns the worker's message. */
    public String deleteOffsets(String connector) {
        return send("DELETE", path(connector) + "/offsets", null)
                .path("message")
                .asText();
    }

    /**
     * Waits until the connector and its tasks, at least one, run.
     *
     * @throws ConnectRestException at once where the connector or a task has failed, with the trace; or after the timeout
     */
    public void awaitRunning(String connector, Duration timeout) {
        awaitStatus(connector, "RUNNING with all of its tasks", timeout, status -> {
            refuseFailed(connector, status.path("connector"), "the connector");
            boolean running =
                    isRunning(status.path("connector")) && !status.path("tasks").isEmpty();
            for (JsonNode task : status.path("tasks")) {
                refuseFailed(connector, task, "task " + task.path("id").asInt());
                running &= isRunning(task);
            }
            return running;
        });
    }

    /**
     * Waits until the connector is stopped and has no task left.
     *
     * @throws ConnectRestException after the timeout
     */
    public void awaitStopped(String connector, Duration timeout) {
        awaitStatus(
                connector,
                "STOPPED",
                timeout,
                status -> status.path("connector").path("state").asText().equals("STOPPED")
                        && status.path("tasks").isEmpty());
    }

    private void awaitStatus(String connector, String wanted, Duration timeout, Predicate<JsonNode> reached) {
        long deadline = System.nanoTime() + timeout.toNanos();
        String last = "unknown to the worker";
        while (true) {
            HttpResponse<String> response = exchange("GET", path(connector) + "/status", null);
            // A new connector has no status before the worker has taken it on.
            if (response.statusCode() != NOT_FOUND) {
                JsonNode status = accepted("GET", path(connector) + "/status", response);
                if (reached.test(status)) {
                    return;
                }
                last = summary(status);
            }
            if (System.nanoTime() > deadline) {
                throw new ConnectRestException(
                        0,
                        "connector %s was not %s within %d s, but %s"
                                .formatted(connector, wanted, timeout.toSeconds(), last));
            }
            pauseBriefly();
        }
    }

    private static boolean isRunning(JsonNode part) {
        return part.path("state").asText().equals("RUNNING");
    }

    private static void refuseFailed(String connector, JsonNode part, String what) {
        if (part.path("state").asText().equals("FAILED")) {
            throw new ConnectRestException(
                    0,
                    "connector %s: %s has failed: %s"
                            .formatted(connector, what, part.path("trace").asText()));
        }
    }

    private static String summary(JsonNode status) {
        List<String> tasks = new ArrayList<>();
        status.path("tasks").forEach(task -> tasks.add(task.path("state").asText()));
        return "%s with tasks %s"
                .formatted(status.path("connector").path("state").asText(), tasks);
    }

    private JsonNode get(String path) {
        return send("GET", path, null);
    }

    private JsonNode send(String method, String path, @Nullable JsonNode body) {
        long deadline = System.nanoTime() + REBALANCE_TIMEOUT.toNanos();
        HttpResponse<String> response = exchange(method, path, body);
        while (isTemporary(response) && System.nanoTime() < deadline) {
            pauseBriefly();
            response = exchange(method, path, body);
        }
        return accepted(method, path, response);
    }

    /** Whether the workers share out their work just now, or the one that leads them has just changed. */
    private static boolean isTemporary(HttpResponse<String> response) {
        return response.statusCode() == CONFLICT
                || (response.statusCode() == SERVER_ERROR && response.body().contains("can be safely retried"));
    }

    private static JsonNode accepted(String method, String path, HttpResponse<String> response) {
        JsonNode answer = parse(response.body());
        if (response.statusCode() / 100 != 2) {
            throw new ConnectRestException(
                    response.statusCode(),
                    "%s %s was answered with %d: %s"
                            .formatted(
                                    method,
                                    path,
                                    response.statusCode(),
                                    answer.path("message").asText()));
        }
        return answer;
    }

    private HttpResponse<String> exchange(String method, String path, @Nullable JsonNode body) {
        var request = HttpRequest.newBuilder(worker.resolve(path))
                // Longer than the worker's own limit of 90 s, whose message says more.
                .timeout(Duration.ofSeconds(100))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new ConnectRestException("%s %s got no answer from %s".formatted(method, path, worker), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectRestException("interrupted in %s %s".formatted(method, path), e);
        }
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode answer = JSON.readTree(body);
            return answer.isMissingNode() ? JSON.createObjectNode() : answer;
        } catch (JsonProcessingException e) {
            // An error page of the web server below the REST interface.
            ObjectNode answer = JSON.createObjectNode();
            answer.put("message", "no JSON");
            return answer;
        }
    }

    private static void pauseBriefly() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectRestException("interrupted while waiting for a worker", e);
        }
    }

    private static String path(String connector) {
        return "/connectors/" + encode(connector);
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
