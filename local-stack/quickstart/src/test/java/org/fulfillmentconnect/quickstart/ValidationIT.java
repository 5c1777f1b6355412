package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong settings are refused by the worker before anything runs, each with its message on its own field. */
class ValidationIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static PipelineFixture fixture;

    @BeforeAll
    static void start() throws IOException {
        fixture = PipelineFixture.shared();
    }

    @ParameterizedTest
    @CsvSource({"olist-replay", "shipment-projection", "lane-kpi"})
    void acceptsTheShippedJson(String connector) {
        assertThat(validate(connector, Map.of())).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}={2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "olist-replay        | csv.dir         | /no/such/folder",
                "olist-replay        | time.zone       | Mars/Olympus",
                "olist-replay        | as.of           | yesterday",
                "olist-replay        | shards          | 0",
                "olist-replay        | topic           | no-such-topic",
                "olist-replay        | errors.tolerance | all",
                "olist-replay        | admin.bootstrap.servers | 127.0.0.1:1",
                "olist-replay        | transforms.judge.grace.ms | -1",
                "shipment-projection | connection.url  | http://127.0.0.1:1",
                "shipment-projection | connection.url  | not a url",
                "shipment-projection | shipments.index | Not_Lower_Case",
                "shipment-projection | timeline.index  | _hidden",
                "lane-kpi            | connection.url  | jdbc:postgresql://127.0.0.1:1/postgres",
                "lane-kpi            | connection.url  | jdbc:mysql://127.0.0.1/postgres",
                "lane-kpi            | schema          | not a schema;",
                "lane-kpi            | time.zone       | Mars/Olympus",
            })
    void refusesAWrongSettingOnItsOwnField(String connector, String field, String value) {
        assertThat(validate(connector, Map.of(field, value))).containsOnlyKeys(field);
    }

    @Test
    void refusesAWrongPasswordOnBothFieldsThatMayBeWrong() {
        assertThat(validate("lane-kpi", Map.of("connection.password", "wrong")))
                .containsOnlyKeys("connection.user", "connection.password");
    }

    @ParameterizedTest
    @CsvSource({
        "admin.config.providers, file",
        "admin.metric.reporters, some.Reporter",
        "admin.sasl.jaas.config, some.LoginModule required;"
    })
    void refusesAdminSettingsThatReachBeyondTheBrokers(String key, String value) {
        assertThat(validate("olist-replay", Map.of(key, value))).containsOnlyKeys("admin.bootstrap.servers");
    }

    @Test
    void refusesALogTopicWithFiniteRetention() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", fixture.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("finite", 16, (short) 1)))
                    .all()
                    .get();
        }

        Map<String, List<String>> errors = validate("olist-replay", Map.of("topic", "finite"));

        assertThat(errors).containsOnlyKeys("topic");
        assertThat(errors.values()).allMatch(messages -> messages.get(0).contains("retention.ms"));
    }

    @Test
    void takesNullsAsSettingsThatAreNotGiven() {
        ObjectNode config = fixture.variant("shipment-projection", Map.of());
        config.putNull("connection.username").putNull("connection.check").putNull("timeline.index");

        assertThat(validate(config)).isEmpty();
    }

    private static Map<String, List<String>> validate(String connector, Map<String, String> changes) {
        return validate(fixture.variant(connector, changes));
    }

    private static Map<String, List<String>> validate(JsonNode config) {
        return fixture.rest.validate(
                config.path("connector.class").asText(),
                JSON.convertValue(config, new TypeReference<Map<String, String>>() {}));
    }
}
