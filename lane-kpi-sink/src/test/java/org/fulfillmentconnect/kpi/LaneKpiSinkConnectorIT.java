package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigValue;
import org.fulfillmentconnect.stack.PostgresServer;
import org.junit.jupiter.api.Test;

/** What validating a configuration says when it reaches a database. */
class LaneKpiSinkConnectorIT {
    private final TestDatabase database = new TestDatabase();
    private final Map<String, String> settings = database.settings();

    @Test
    void acceptsADatabaseThatIsThere() {
        assertThat(errors()).isEmpty();
    }

    @Test
    void blamesTheUrlForAServerThatIsAway() {
        settings.put("connection.url", "jdbc:postgresql://127.0.0.1:1/postgres");
        assertThat(errors()).containsOnlyKeys("connection.url");
        assertThat(errors().getOrDefault("connection.url", List.of()).toString())
                .startsWith("[cannot connect: ");
    }

    @Test
    void blamesTheUrlForAServerThatDoesNotAnswer() {
        PostgresServer server = TestDatabase.server();
        server.suspend();
        try {
            assertThat(errors())
                    .isEqualTo(Map.of("connection.url", List.of("cannot connect: Connection attempt timed out.")));
        } finally {
            server.resume();
        }
    }

    @Test
    void blamesTheUrlForADatabaseThatIsMissing() {
        settings.put("connection.url", TestDatabase.server().jdbcUrl() + "_missing");
        assertThat(errors()).containsOnlyKeys("connection.url");
    }

    @Test
    void blamesUserAndPasswordWhenTheyAreRefused() {
        settings.put("connection.password", "wrong-secret");
        assertThat(errors()).containsOnlyKeys("connection.user", "connection.password");
        assertThat(errors().values().toString()).doesNotContain("wrong-secret");
    }

    @Test
    void asksForAPasswordWhereTheServerDoes() {
        settings.remove("connection.password");
        assertThat(errors()).containsOnlyKeys("connection.password");
    }

    @Test
    void blamesTheTimeZoneWhenTheTablesHaveAnother() {
        new TaskRun(settings).close();
        settings.put("time.zone", "Europe/Lisbon");
        assertThat(errors()).containsOnlyKeys("time.zone");
        assertThat(errors().getOrDefault("time.zone", List.of()).toString())
                .startsWith("[the tables in schema " + database.schema()
                        + " were built with time.zone America/Sao_Paulo, not Europe/Lisbon. To rebuild the tables: ");
    }

    @Test
    void blamesTheSchemaWhenTheUserMayNotCreateIt() throws Exception {
        // PostgreSQL 14 leaves the schema open to all.
        new TestDatabase("public")
                .execute("CREATE ROLE guest LOGIN PASSWORD 'guest'; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        settings.put("connection.user", "guest");
        settings.put("connection.password", "guest");
        assertThat(errors())
                .isEqualTo(Map.of(
                        "schema",
                        List.of("schema " + database.schema() + " is missing, and this user may not create it")));
        settings.put("schema", "public");
        assertThat(errors()).isEqualTo(Map.of("schema", List.of("this user may not create tables in schema public")));
    }

    @Test
    void connectsNowhereWhereThatIsSwitchedOff() {
        settings.put("connection.url", "jdbc:postgresql://127.0.0.1:1/postgres");
        settings.put("connection.check", "false");
        assertThat(errors()).isEmpty();
    }

    private Map<String, List<String>> errors() {
        return errors(settings);
    }

    static Map<String, List<String>> errors(Map<String, String> settings) {
        Map<String, List<String>> errors = new TreeMap<>();
        for (ConfigValue value : new LaneKpiSinkConnector().validate(settings).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }
}
