package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/** Asks the cards, over one connection that stays open. */
final class ElasticsearchLanes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String cards;

    /** @param cards the address of the index, such as {@code http://127.0.0.1:9200/shipments} */
    ElasticsearchLanes(String cards) {
        this.cards = cards;
    }

    /**
     * One search.
     *
     * @param cached whether a shard may give the answer that it gave before, as long as nothing was written
     */
    LaneAnswer ask(String body, boolean cached) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(URI.create(cards + "/_search?request_cache=" + cached))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("a search was answered with " + response.statusCode());
        }
        return new LaneAnswer(rows(JSON.readTree(response.body())), response.body().length);
    }

    /** The innermost buckets, by their keys. */
    static Map<String, LaneRow> rows(JsonNode answer) {
        Map<String, LaneRow> rows = new HashMap<>();
        JsonNode all = answer.path("aggregations");
        for (JsonNode lane : all.at("/lanes/buckets")) {
            String key = lane.path("key").asText();
            if (lane.has("rank")) {
                rows.put(key, row(lane));
            }
            addPeriods(rows, lane, " " + key);
        }
        addPeriods(rows, all, "");
        return rows;
    }

    private static void addPeriods(Map<String, LaneRow> rows, JsonNode group, String keyEnd) {
        for (JsonNode period : group.at("/periods/buckets")) {
            rows.put(period.path("key_as_string").asText() + keyEnd, row(period));
        }
    }

    private static LaneRow row(JsonNode bucket) {
        JsonNode rank = bucket.at("/rank/values");
        return new LaneRow(
                bucket.path("doc_count").asLong(),
                bucket.at("/late/doc_count").asLong(),
                bucket.at("/mean/value").asDouble(),
                rank.path("50.0").asDouble(),
                rank.path("95.0").asDouble());
    }
}
