package org.fulfillmentconnect.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The saved objects that the project ships, and the indices that they look at. */
final class SavedObjects {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Path.of(System.getProperty("project.root"));
    private static final Map<String, String> MAPPINGS =
            Map.of("shipments", "shipments-mappings.json", "shipment_events", "timeline-mappings.json");

    private SavedObjects() {}

    /** Every line of every file, parsed. */
    static List<JsonNode> all() {
        try {
            List<JsonNode> objects = new ArrayList<>();
            for (Path file : new Shipped(ROOT.resolve("compose")).kibanaObjects()) {
                for (String line : Files.readAllLines(file)) {
                    objects.add(JSON.readTree(line));
                }
            }
            return objects;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> ofType(String type) {
        return all().stream()
                .filter(object -> object.path("type").asText().equals(type))
                .toList();
    }

    static JsonNode lens(String id) {
        return ofType("lens").stream()
                .filter(object -> object.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** JSON that stands in the JSON as a text, as Kibana stores much of it. */
    static JsonNode inText(JsonNode text) {
        try {
            return JSON.readTree(text.textValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The index that an object looks at, through the data view that it refers to. */
    static String index(JsonNode object) {
        String view = "";
        for (JsonNode reference : object.path("references")) {
            if (reference.path("type").asText().equals("index-pattern")) {
                view = reference.path("id").asText();
            }
        }
        for (JsonNode candidate : ofType("index-pattern")) {
            if (candidate.path("id").asText().equals(view)) {
                return candidate.at("/attributes/title").asText();
            }
        }
        throw new IllegalStateException(object.path("id").asText() + " refers to no data view");
    }

    /** The mapping with which the connector creates an index. */
    static JsonNode mapping(String index) {
        try {
            return JSON.readTree(
                    ROOT.resolve("shipment-projection-sink/src/main/resources/org/fulfillmentconnect/projection")
                            .resolve(MAPPINGS.get(index))
                            .toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The type of each field of an index. */
    static Map<String, String> fields(String index) {
        return mapping(index).path("properties").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().path("type").asText("object"),
                        (first, second) -> first,
                        TreeMap::new));
    }

    /** The columns of a panel by their ids, in their order. */
    static Map<String, JsonNode> columns(JsonNode lens) {
        JsonNode layers = lens.at("/attributes/state/datasourceStates/formBased/layers");
        JsonNode layer = layers.elements().next();
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        for (JsonNode id : layer.path("columnOrder")) {
            columns.put(id.asText(), layer.path("columns").path(id.asText()));
        }
        return columns;
    }

    /** The names of all fields that an object uses. */
    static Set<String> usedFields(JsonNode object) {
        Set<String> used = new TreeSet<>();
        if (object.path("type").asText().equals("search")) {
            object.at("/attributes/columns").forEach(column -> used.add(column.asText()));
            object.at("/attributes/sort").forEach(sort -> used.add(sort.path(0).asText()));
            JsonNode source = inText(object.at("/attributes/kibanaSavedObjectMeta/searchSourceJSON"));
            used.addAll(Kql.parse(source.at("/query/query").asText()).fields());
            return used;
        }
        used.addAll(
                Kql.parse(object.at("/attributes/state/query/query").asText()).fields());
        for (JsonNode column : columns(object).values()) {
            if (column.has("sourceField")
                    && !column.path("sourceField").asText().equals("___records___")) {
                used.add(column.path("sourceField").asText());
            }
            used.addAll(Kql.parse(column.at("/filter/query").asText()).fields());
        }
        return used;
    }
}
