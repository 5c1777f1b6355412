package org.fulfillmentconnect.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SavedObjectsTest {
    private static final Map<String, Set<String>> TYPES_OF_OPERATION = Map.of(
            "terms", Set.of("keyword"),
            "date_histogram", Set.of("date"),
            "median", Set.of("long", "integer"),
            "percentile", Set.of("long", "integer"));

    @Test
    void hasEachObjectOnce() {
        assertThat(SavedObjects.all().stream().map(SavedObjectsTest::name))
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    @Test
    void refersToNothingThatIsMissing() {
        Set<String> there = new HashSet<>(
                SavedObjects.all().stream().map(SavedObjectsTest::name).toList());

        for (JsonNode object : SavedObjects.all()) {
            for (JsonNode reference : object.path("references")) {
                assertThat(there).as(name(object)).contains(name(reference));
            }
        }
    }

    @Test
    void showsEveryPanelOnTheDashboard() {
        JsonNode dashboard = SavedObjects.ofType("dashboard").get(0);
        Map<String, String> references = new HashMap<>();
        dashboard
                .path("references")
                .forEach(reference -> references.put(reference.path("name").asText(), name(reference)));
        List<String> shown = new ArrayList<>();
        for (JsonNode panel : SavedObjects.inText(dashboard.at("/attributes/panelsJSON"))) {
            String index = panel.path("panelIndex").asText();
            assertThat(panel.at("/gridData/i").asText()).isEqualTo(index);
            String target =
                    references.get(index + ":" + panel.path("panelRefName").asText());
            assertThat(target).startsWith(panel.path("type").asText() + " ");
            shown.add(target);
        }

        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(Stream.of("lens", "search")
                        .flatMap(type -> SavedObjects.ofType(type).stream())
                        .map(SavedObjectsTest::name)
                        .toList());
    }

    @Test
    void overlapsNoPanels() {
        Set<String> taken = new HashSet<>();
        JsonNode dashboard = SavedObjects.ofType("dashboard").get(0);

        for (JsonNode panel : SavedObjects.inText(dashboard.at("/attributes/panelsJSON"))) {
            JsonNode grid = panel.path("gridData");
            int right = grid.path("x").asInt() + grid.path("w").asInt();
            assertThat(right).isLessThanOrEqualTo(48);
            for (int x = grid.path("x").asInt(); x < right; x++) {
                for (int y = grid.path("y").asInt();
                        y < grid.path("y").asInt() + grid.path("h").asInt();
                        y++) {
                    assertThat(taken.add(x + "," + y))
                            .as("panel %s at %s,%s", panel.path("panelIndex"), x, y)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void usesFieldsOfOurIndicesAlone() {
        for (JsonNode object : panelsAndSearches()) {
            assertThat(SavedObjects.fields(SavedObjects.index(object)).keySet())
                    .as(name(object))
                    .containsAll(SavedObjects.usedFields(object));
        }
        for (JsonNode view : SavedObjects.ofType("index-pattern")) {
            Map<String, String> fields =
                    SavedObjects.fields(view.at("/attributes/title").asText());
            assertThat(fields)
                    .containsEntry(view.at("/attributes/timeFieldName").asText(), "date");
            SavedObjects.inText(view.at("/attributes/fieldFormatMap"))
                    .fieldNames()
                    .forEachRemaining(field -> assertThat(fields).containsEntry(field, "long"));
        }
    }

    @Test
    void asksOfEachFieldWhatItsTypeAllows() {
        for (JsonNode lens : SavedObjects.ofType("lens")) {
            Map<String, String> fields = SavedObjects.fields(SavedObjects.index(lens));
            for (JsonNode column : SavedObjects.columns(lens).values()) {
                Set<String> types =
                        TYPES_OF_OPERATION.get(column.path("operationType").asText());
                if (types != null) {
                    assertThat(types)
                            .as(name(lens))
                            .contains(fields.get(column.path("sourceField").asText()));
                }
            }
        }
    }

    @Test
    void namesOnlyColumnsThatAreThere() {
        for (JsonNode lens : SavedObjects.ofType("lens")) {
            Map<String, JsonNode> columns = SavedObjects.columns(lens);
            JsonNode layers = lens.at("/attributes/state/datasourceStates/formBased/layers");
            JsonNode visualization = lens.at("/attributes/state/visualization");
            List<String> named = new ArrayList<>();
            visualization
                    .path("columns")
                    .forEach(column -> named.add(column.path("columnId").asText()));
            if (visualization.has("metricAccessor")) {
                named.add(visualization.path("metricAccessor").asText());
            }
            for (JsonNode layer : visualization.path("layers")) {
                assertThat(layers.has(layer.path("layerId").asText()))
                        .as(name(lens))
                        .isTrue();
                named.add(layer.path("xAccessor").asText());
                layer.path("accessors").forEach(accessor -> named.add(accessor.asText()));
            }
            if (visualization.has("layerId")) {
                assertThat(layers.has(visualization.path("layerId").asText()))
                        .as(name(lens))
                        .isTrue();
            }
            if (visualization.has("sorting")) {
                named.add(visualization.at("/sorting/columnId").asText());
            }
            for (JsonNode column : columns.values()) {
                column.path("references").forEach(reference -> named.add(reference.asText()));
                if (column.at("/params/orderBy").isObject()) {
                    named.add(column.at("/params/orderBy/columnId").asText());
                }
            }

            assertThat(layers).as(name(lens)).hasSize(1);
            assertThat(columns.values()).as(name(lens)).noneMatch(JsonNode::isMissingNode);
            assertThat(columns.keySet()).as(name(lens)).containsAll(named);
            assertThat(lens.at("/references/0/name").asText())
                    .isEqualTo("indexpattern-datasource-layer-"
                            + layers.fieldNames().next());
        }
    }

    @Test
    void keepsEachFormulaAndItsPartsTheSame() {
        for (JsonNode lens : SavedObjects.ofType("lens")) {
            Map<String, JsonNode> columns = SavedObjects.columns(lens);
            columns.forEach((id, column) -> {
                if (column.path("operationType").asText().equals("formula")) {
                    String parts = "count(kql='%s') / count(kql='%s')"
                            .formatted(
                                    columns.getOrDefault(id + "X0", MissingNode.getInstance())
                                            .at("/filter/query")
                                            .asText(),
                                    columns.getOrDefault(id + "X1", MissingNode.getInstance())
                                            .at("/filter/query")
                                            .asText());
                    assertThat(column.at("/params/formula").asText()).isEqualTo(parts);
                    assertThat(columns.getOrDefault(id + "X2", MissingNode.getInstance())
                                    .at("/params/tinymathAst/text")
                                    .asText())
                            .isEqualTo(parts);
                }
            });
        }
    }

    private static List<JsonNode> panelsAndSearches() {
        return SavedObjects.all().stream()
                .filter(object ->
                        Set.of("lens", "search").contains(object.path("type").asText()))
                .toList();
    }

    private static String name(JsonNode object) {
        return object.path("type").asText() + " " + object.path("id").asText();
    }
}
