package org.fulfillmentconnect.opsqueries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The collection as it is shipped. */
class OpsQueriesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path QUERIES = Path.of("queries");
    private static final Path MAPPINGS = Path.of(
            "..", "shipment-projection-sink", "src", "main", "resources", "org", "fulfillmentconnect", "projection");

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(QUERIES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void loadsEveryFile() throws IOException {
        assertThat(OpsQueries.load().all())
                .extracting(query -> query.name() + ".json")
                .hasSizeGreaterThan(10)
                .containsExactlyElementsOf(files());
    }

    @ParameterizedTest
    @MethodSource("files")
    void followsTheSchema(String file) throws IOException {
        assertThat(schema().validate(JSON.readTree(QUERIES.resolve(file).toFile())))
                .isEmpty();
    }

    /** A field that does not exist is no error to Elasticsearch: it finds nothing. */
    @ParameterizedTest
    @MethodSource("files")
    void namesFieldsOfTheMappingAlone(String file) throws IOException {
        OpsQuery query = OpsQueries.parse(Files.readAllBytes(QUERIES.resolve(file)));

        for (Step step : query.steps()) {
            String mapping = step.index().equals("shipments") ? "shipments-mappings.json" : "timeline-mappings.json";
            JsonNode properties =
                    JSON.readTree(MAPPINGS.resolve(mapping).toFile()).path("properties");
            Set<String> fields = new TreeSet<>();
            collectFields(step.body(), fields);
            query.parameters().stream()
                    .filter(parameter -> parameter.choices() != null)
                    .flatMap(parameter -> Objects.requireNonNull(parameter.choices()).values().stream())
                    .forEach(choice -> collectFields(JSON.createObjectNode().set("sort", choice), fields));
            assertThat(fields)
                    .isNotEmpty()
                    .allSatisfy(
                            field -> assertThat(properties.has(field)).as(field).isTrue());
        }
    }

    private static void collectFields(JsonNode node, Set<String> fields) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            JsonNode value = member.getValue();
            switch (member.getKey()) {
                case "field" -> fields.add(value.asText());
                case "term", "prefix" -> value.fieldNames().forEachRemaining(fields::add);
                case "terms", "range" -> {
                    if (!value.has("field")) {
                        value.fieldNames().forEachRemaining(fields::add);
                    }
                }
                case "sort" -> value.forEach(sort -> sort.fieldNames().forEachRemaining(fields::add));
                case "_source" ->
                    (value.isArray() ? value : value.path("excludes")).forEach(field -> fields.add(field.asText()));
                default -> {}
            }
        }
        node.forEach(child -> collectFields(child, fields));
        fields.removeIf(field -> Placeholders.nameIn(field) != null);
    }

    @ParameterizedTest
    @MethodSource("files")
    void usesNoScript(String file) throws IOException {
        assertThat(Files.readString(QUERIES.resolve(file)))
                .doesNotContain("\"script", "bucket_script", "bucket_selector", "runtime_mappings");
    }

    @ParameterizedTest
    @MethodSource("files")
    void showsNoRateWithoutHowManyItStandsOn(String file) throws IOException {
        OpsQuery query = OpsQueries.parse(Files.readAllBytes(QUERIES.resolve(file)));

        for (AnswerTable table : query.answer()) {
            List<String> units =
                    table.columns().stream().map(AnswerTable.Column::unit).toList();
            if (units.contains("rate")
                    || table.columns().stream()
                            .anyMatch(column -> column.label().startsWith("p95"))) {
                assertThat(units).as(table.title()).contains("count");
            }
        }
    }

    @Test
    void theSchemaRefusesWhatIsNoQuery() throws IOException {
        ObjectNode query =
                (ObjectNode) JSON.readTree(QUERIES.resolve("late-rate.json").toFile());
        query.put("colour", "red").remove("question");

        assertThat(schema().validate(query))
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "$: required property 'question' not found",
                        "$: property 'colour' is not defined in the schema and the schema does not allow additional"
                                + " properties");
    }

    @Test
    void namesTheQueriesWhereOneIsUnknown() {
        assertThatThrownBy(() -> OpsQueries.load().get("nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("unknown query: expected one of [approval-to-handoff, as-of, ");
    }

    private static JsonSchema schema() throws IOException {
        JsonNode schema = JSON.readTree(Path.of("query.schema.json").toFile());
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    }
}
