package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;

/** Every name means the same, whoever asks and whatever stands before it in a search path. */
class SearchPathIT {
    private static final List<FulfillmentEvent> EVENTS = Histories.of(41, 150);

    @Test
    void upperAndLowerCaseOfASchemaCount() throws SQLException {
        TestDatabase mixed = new TestDatabase("Kpi_Mixed");
        TestDatabase lower = new TestDatabase("kpi_mixed");
        deliver(mixed.settings());
        mixed.assertHolds(new BruteForce(EVENTS, Histories.ZONE));
        new TaskRun(lower.settings()).close();
        assertThat(lower.number("SELECT count(*) FROM order_facts")).isZero();
    }

    @Test
    void theSearchPathOfTheUserHasNoSay() throws SQLException {
        TestDatabase database = new TestDatabase();
        String foreign = "foreign_to_" + database.schema();
        String user = "user_of_" + database.schema();
        new TestDatabase("public").execute("""
                CREATE SCHEMA %1$s;
                CREATE TABLE %1$s.order_facts (n integer);
                CREATE TABLE %1$s.kpi_migration (version integer);
                CREATE FUNCTION %1$s.array_to_string(anyarray, text) RETURNS text LANGUAGE sql AS $$ SELECT 'foreign' $$;
                CREATE FUNCTION %1$s.unnest(anyarray) RETURNS SETOF anyelement LANGUAGE sql AS $$ SELECT NULL WHERE false $$;
                CREATE ROLE %2$s SUPERUSER LOGIN PASSWORD 'a secret';
                ALTER ROLE %2$s SET search_path = %1$s, pg_catalog""".formatted(foreign, user));
        Map<String, String> settings = database.settings();
        settings.put("connection.user", user);
        settings.put("connection.password", "a secret");
        deliver(settings);
        database.assertHolds(new BruteForce(EVENTS, Histories.ZONE));
        assertThat(database.number("SELECT count(*) FROM " + foreign + ".order_facts"))
                .isZero();
    }

    /** Tables of the same names are temporary ones, and in a schema that comes first in the reader's search path. */
    @Test
    void viewsAndFunctionsMeanTheSchemaTheyWereCreatedIn() throws SQLException {
        TestDatabase database = new TestDatabase();
        deliver(database.settings());
        SchemaCatalog catalog = new SchemaCatalog(database);
        String foreign = "foreign_to_" + database.schema();
        String shadows = catalog.tables().stream()
                .map(table -> "CREATE TEMPORARY TABLE %2$s (LIKE %1$s.%2$s); CREATE TABLE %3$s.%2$s (LIKE %1$s.%2$s);"
                        .formatted(database.schema(), table, foreign))
                .collect(Collectors.joining(
                        "\n",
                        "CREATE SCHEMA " + foreign + "; CREATE FUNCTION " + foreign + ".lead_times(bytea) RETURNS TABLE"
                                + " (lead_seconds bigint, sample_count bigint) LANGUAGE sql AS 'SELECT 1, 1 WHERE false';",
                        "SET search_path = pg_temp, " + foreign + ", " + database.schema() + ", pg_catalog"));

        Map<String, String> plain;
        try (Connection connection = database.connect()) {
            plain = answers(connection, database, catalog);
        }
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(shadows);
            assertThat(answers(connection, database, catalog)).isEqualTo(plain);
        }
        assertThat(plain.get("route_stats_daily")).startsWith("[(20");
    }

    @Test
    void aFixedSearchPathLooksAtTemporaryTablesLast() throws SQLException {
        TestDatabase database = new TestDatabase();
        new TaskRun(database.settings()).close();
        assertThat(new SchemaCatalog(database).strings("""
                        SELECT setting FROM pg_proc, unnest(proconfig) AS setting
                        WHERE pronamespace = '%s'::regnamespace""".formatted(database.schema())))
                .allMatch(setting -> setting.equals("search_path=" + database.schema() + ", pg_temp"));
    }

    private static Map<String, String> answers(Connection connection, TestDatabase database, SchemaCatalog catalog)
            throws SQLException {
        Map<String, String> answers = new TreeMap<>();
        List<String> asked = catalog.views();
        asked.addAll(catalog.functionCalls());
        try (Statement statement = connection.createStatement()) {
            for (String name : asked) {
                try (ResultSet rows = statement.executeQuery("SELECT array_agg(t::text ORDER BY t::text)::text FROM "
                        + database.schema() + "." + name + " AS t")) {
                    rows.next();
                    answers.put(
                            name,
                            String.valueOf(rows.getString(1)).replace('{', '[').replace("\"", ""));
                }
            }
        }
        return answers;
    }

    private static void deliver(Map<String, String> settings) {
        try (TaskRun run = new TaskRun(settings)) {
            run.deliver(TaskRun.records(EVENTS, 0), 100);
        }
    }
}
