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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The collection as it is shipped. */
class OpsQueriesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path QUERIES = Path.of("queries");

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

    @ParameterizedTest
    @MethodSource("files")
    void usesNoScript(String file) throws IOException {
        assertThat(Files.readString(QUERIES.resolve(file))).doesNotContain("\"script", "bucket_script", "bucket_selector", "runtime_mappings");
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
