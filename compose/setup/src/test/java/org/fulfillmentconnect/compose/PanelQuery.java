package org.fulfillmentconnect.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a Lens panel asks Elasticsearch, worked out of its columns: at most one bucket column with metrics in it. It is this
 * project's reading of the columns, and not Kibana's code.
 */
final class PanelQuery {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GROUPS = "groups";

    private final Map<String, JsonNode> columns;
    private final ObjectNode body = JSON.createObjectNode();

    PanelQuery(JsonNode lens) {
        columns = SavedObjects.columns(lens);
        body.put("size", 0).put("track_total_hits", true);
        body.set(
                "query",
                Kql.parse(lens.at("/attributes/state/query/query").asText()).query());
        ObjectNode metrics = JSON.createObjectNode();
        columns.forEach((id, column) -> addMetric(metrics, id, column));
        JsonNode bucket = columns.values().stream()
                .filter(column -> column.path("isBucketed").asBoolean())
                .findFirst()
                .orElse(null);
        if (bucket == null) {
            body.set("aggs", metrics);
        } else {
            ObjectNode groups = body.putObject("aggs").putObject(GROUPS);
            addBuckets(groups, bucket);
            groups.set("aggs", metrics);
        }
    }

    /** The body of the search. */
    String body() {
        return body.toString();
    }

    /**
     * The rows that the panel shows: the values of its columns by their ids, by the name of the group; one row, of the name
     * {@code all}, where it does not group.
     */
    Map<String, Map<String, Double>> rows(JsonNode answer) {
        Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
        JsonNode groups = answer.path("aggregations").path(GROUPS);
        if (groups.isMissingNode()) {
            rows.put("all", values(answer.path("aggregations")));
        }
        for (JsonNode group : groups.path("buckets")) {
            String key = group.path("key_as_string").asText(group.path("key").asText());
            rows.put(key, values(group));
        }
        return rows;
    }

    private void addBuckets(ObjectNode groups, JsonNode bucket) {
        String field = bucket.path("sourceField").asText();
        JsonNode parameters = bucket.path("params");
        switch (bucket.path("operationType").asText()) {
            case "terms" -> {
                String by = parameters.at("/orderBy/columnId").asText();
                boolean plainCount =
                        !columns.getOrDefault(by, MissingNode.getInstance()).has("filter");
                groups.putObject("terms")
                        .put("field", field)
                        .put("size", parameters.path("size").asInt())
                        .putObject("order")
                        .put(
                                plainCount ? "_count" : by,
                                parameters.path("orderDirection").asText());
            }
            case "date_histogram" ->
                groups.putObject("date_histogram")
                        .put("field", field)
                        .put(
                                "calendar_interval",
                                "1" + parameters.path("interval").asText());
            default -> throw new IllegalArgumentException("unknown bucket column " + bucket);
        }
    }

    private static void addMetric(ObjectNode aggregations, String id, JsonNode column) {
        String field = column.path("sourceField").asText();
        switch (column.path("operationType").asText()) {
            case "count" ->
                aggregations
                        .putObject(id)
                        .set(
                                "filter",
                                Kql.parse(column.at("/filter/query").asText()).query());
            case "median" -> percentile(aggregations.putObject(id), field, 50);
            case "percentile" ->
                percentile(
                        aggregations.putObject(id),
                        field,
                        column.at("/params/percentile").asInt());
            case "formula", "math", "terms", "date_histogram" -> {
                // Worked out of the others, or a bucket.
            }
            default -> throw new IllegalArgumentException("unknown column " + column);
        }
    }

    private static void percentile(ObjectNode aggregation, String field, int percent) {
        aggregation
                .putObject("percentiles")
                .put("field", field)
                .put("keyed", false)
                .putArray("percents")
                .add(percent);
    }

    private Map<String, Double> values(JsonNode group) {
        Map<String, Double> values = new LinkedHashMap<>();
        columns.forEach((id, column) -> {
            JsonNode result = group.path(id);
            if (result.has("doc_count")) {
                values.put(id, result.path("doc_count").asDouble());
            } else if (result.has("values")) {
                values.put(id, result.at("/values/0/value").asDouble());
            }
        });
        columns.forEach((id, column) -> {
            if (column.path("operationType").asText().equals("formula")) {
                JsonNode math = columns.getOrDefault(column.at("/references/0").asText(), MissingNode.getInstance())
                        .at("/params/tinymathAst");
                values.put(
                        id,
                        values.getOrDefault(math.at("/args/0").asText(), Double.NaN)
                                / values.getOrDefault(math.at("/args/1").asText(), Double.NaN));
            }
        });
        return values;
    }
}
