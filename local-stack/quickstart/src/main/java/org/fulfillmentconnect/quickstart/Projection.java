package org.fulfillmentconnect.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the case cards and the timeline from Elasticsearch. An answer other than success is an {@link IllegalStateException}. */
public final class Projection {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 5_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    /** On the node at an address such as {@code http://127.0.0.1:9200}. */
    public Projection(String url) {
        this.url = url;
    }

    /** Makes everything that is stored visible to searches. */
    public void refresh(String index) {
        send("POST", "/" + index + "/_refresh", null);
    }

    /** How many documents searches of the index, or of the indices, find. */
    public long count(String index) {
        return send("GET", "/" + index + "/_count", null).path("count").asLong();
    }

    /** The number of cards in each state. */
    Map<String, Long> states(String index) {
        JsonNode answer = search(index, """
                {"size": 0, "aggs": {"states": {"terms": {"field": "state", "size": 50, "order": {"_key": "asc"}}}}}""");
        Map<String, Long> states = new LinkedHashMap<>();
        for (JsonNode bucket : answer.at("/aggregations/states/buckets")) {
            states.put(bucket.path("key").asText(), bucket.path("doc_count").asLong());
        }
        return states;
    }

    JsonNode search(String index, String body) {
        return send("POST", "/" + index + "/_search", body);
    }

    /**
     * The digest of an index: its documents' ids and bodies, as they were written, in the order of their ids.
     *
     * @param keyField the keyword field that holds the id
     */
    public String digest(String index, String keyField) {
        ContentDigest digest = new ContentDigest();
        read(
                index,
                keyField,
                hit -> digest.add(hit.path("_id").asText(), hit.path("_source").toString()));
        return digest.hex();
    }

    /**
     * Hands over every document as search hits have it, with {@code _id} and {@code _source}.
     *
     * @param order a field to sort by; {@code _shard_doc} for the order in which they are stored
     */
    public void read(String index, String order, Consumer<JsonNode> action) {
        refresh(index);
        String pit = send("POST", "/" + index + "/_pit?keep_alive=2m", null)
                .path("id")
                .asText();
        try {
            @Nullable JsonNode after = null;
            while (true) {
                JsonNode hits =
                        send("POST", "/_search", page(pit, order, after)).at("/hits/hits");
                if (hits.isEmpty()) {
                    return;
                }
                for (JsonNode hit : hits) {
                    action.accept(hit);
                    after = hit.path("sort");
                }
            }
        } finally {
            send("DELETE", "/_pit", JSON.createObjectNode().put("id", pit).toString());
        }
    }

    private static String page(String pit, String order, @Nullable JsonNode after) {
        ObjectNode body = JSON.createObjectNode().put("size", PAGE).put("track_total_hits", false);
        body.putObject("pit").put("id", pit).put("keep_alive", "2m");
        ArrayNode sort = body.putArray("sort");
        sort.addObject().put(order, "asc");
        if (after != null) {
            body.set("search_after", after);
        }
        return body.toString();
    }

    /** One request, with any method, as {@code curl} would send it. */
    public JsonNode send(String method, String path, @Nullable String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofMinutes(2))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(method + " " + url + path + " was answered with "
                        + response.statusCode() + ": " + new String(response.body(), StandardCharsets.UTF_8));
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + url + path + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Elasticsearch", e);
        }
    }
}
