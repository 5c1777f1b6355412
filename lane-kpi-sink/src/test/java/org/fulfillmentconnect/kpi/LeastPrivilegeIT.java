package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;

/** Tables and roles from the shipped SQL, and a sink and a reader that have no rights beside. */
class LeastPrivilegeIT {
    private static final String PASSWORD = "a secret";

    private final TestDatabase database = new TestDatabase();
    private final SchemaCatalog catalog = new SchemaCatalog(database);

    @Test
    void theSinkWorksWithTheRightsOfItsRole() throws Exception {
        createAll();
        List<FulfillmentEvent> events = Histories.of(31, 200);
        Map<String, String> settings = settingsOfSink();
        assertThat(LaneKpiSinkConnectorIT.errors(settings)).isEmpty();
        try (TaskRun run = new TaskRun(settings)) {
            run.deliver(TaskRun.records(events, 0), 50);
            run.deliver(TaskRun.records(events, 0), 70);
        }
        database.assertHolds(new BruteForce(events, Histories.ZONE));
    }

    @Test
    void theSinkMayNotCreateAlterOrEmptyAnything() throws Exception {
        createAll();
        String user = login("sink");
        for (String sql : List.of(
                "CREATE TABLE mine (n integer)",
                "CREATE VIEW mine AS SELECT 1",
                "CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
                "ALTER TABLE order_facts ADD COLUMN mine integer",
                "CREATE INDEX ON order_facts (cancelled)",
                "DROP TABLE order_facts",
                "TRUNCATE order_facts",
                "CALL empty_lane_kpis()",
                "UPDATE kpi_migration SET version = 2",
                "DROP VIEW route_stats_daily",
                "DROP SCHEMA \"" + database.schema() + "\" CASCADE")) {
            assertThatIsForbidden(() -> execute(user, sql));
        }
    }

    @Test
    void theReaderReadsTheViewsAndNothingElse() throws Exception {
        createAll();
        try (TaskRun run = new TaskRun(settingsOfSink())) {
            run.deliver(TaskRun.records(Histories.of(32, 100), 0), 100);
        }
        String user = login("reader");
        List<String> views = catalog.views();
        assertThat(views).contains("route_stats_daily", "lane_exclusions");
        for (String view : views) {
            execute(user, "SELECT * FROM " + view);
        }
        assertThatIsForbidden(() -> execute(user, "DELETE FROM route_stats_daily"));
        List<String> tables = catalog.tables();
        assertThat(tables).contains("order_facts", "lane_day", "kpi_settings", "kpi_migration");
        for (String table : tables) {
            assertThatIsForbidden(() -> execute(user, "SELECT * FROM " + table));
        }
        assertThatIsForbidden(() -> execute(user, "CREATE TABLE mine (n integer)"));
        assertThatIsForbidden(() -> execute(user, "CALL empty_lane_kpis()"));
    }

    @Test
    void theReaderCallsTheFunctions() throws Exception {
        createAll();
        String user = login("reader");
        List<String> calls = catalog.functionCalls();
        assertThat(calls).contains("lead_times(NULL::bytea)");
        for (String call : calls) {
            execute(user, "SELECT * FROM " + call);
        }
    }

    @Test
    void othersMayNeitherReadNorCall() throws Exception {
        createAll();
        database.execute("CREATE ROLE " + name("stranger") + " LOGIN PASSWORD '" + PASSWORD + "'");
        assertThatIsForbidden(
                () -> execute(name("stranger"), "SELECT * FROM " + database.schema() + ".route_stats_daily"));
    }

    @Test
    void theShippedTablesAreTheSameAsThoseThatTheSinkMakes() throws Exception {
        run("lane-kpi-tables.sql");
        TestDatabase ofSink = new TestDatabase();
        new TaskRun(ofSink.settings()).close();
        assertThat(shape(database)).isEqualTo(shape(ofSink)).contains("order_facts.order_id text", "route_stats_daily");
        assertThat(database.text("SELECT string_agg(version || file || sha256, ',') FROM kpi_migration"))
                .isEqualTo(ofSink.text("SELECT string_agg(version || file || sha256, ',') FROM kpi_migration"));
    }

    @Test
    void runningTheFilesAgainChangesNothing() throws Exception {
        createAll();
        String shape = shape(database);
        String rights = rights();
        String applied = database.text("SELECT applied_at FROM kpi_migration");
        createAll();
        assertThat(shape(database)).isEqualTo(shape);
        assertThat(rights()).isEqualTo(rights);
        assertThat(database.text("SELECT applied_at FROM kpi_migration")).isEqualTo(applied);
    }

    @Test
    void anAdministratorNeedNotBeASuperuser() throws Exception {
        String administrator = name("administrator");
        new TestDatabase("public")
                .execute("CREATE ROLE " + administrator + " LOGIN CREATEROLE PASSWORD '" + PASSWORD + "';"
                        + " GRANT CREATE ON DATABASE postgres TO " + administrator);
        for (int time = 1; time <= 2; time++) {
            try (Connection connection = database.connect(administrator, PASSWORD)) {
                script("lane-kpi-tables.sql").run(connection);
                script("lane-kpi-roles.sql").run(connection);
            }
        }
        assertThat(database.text("SELECT string_agg(DISTINCT tableowner, ',') FROM pg_tables WHERE schemaname = '"
                        + database.schema() + "'"))
                .isEqualTo(database.schema() + "_owner");
    }

    @Test
    void theRolesAreNotMadeForASchemaThatOthersShare() throws Exception {
        PsqlScript script = new PsqlScript(DatabaseFilesTest.FOLDER.resolve("lane-kpi-roles.sql"), "public");
        try (Connection connection = database.connect()) {
            assertThatThrownBy(() -> script.run(connection))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining(
                            "expected a schema of the KPI tables' own, made by lane-kpi-tables.sql, but found"
                                    + " public");
        }
    }

    @Test
    void tellsOfMissingTablesAtValidateAndAtStart() {
        Map<String, String> settings = database.settings();
        settings.put("auto.create", "false");
        String message =
                "the tables in schema " + database.schema() + " are missing, and auto.create is false: have them"
                        + " made by connector-configs/postgres/lane-kpi-tables.sql of this release";
        assertThat(LaneKpiSinkConnectorIT.errors(settings)).isEqualTo(Map.of("auto.create", List.of(message)));
        assertThatThrownBy(() -> new TaskRun(settings))
                .isInstanceOf(ConnectException.class)
                .hasMessage(message);
    }

    @Test
    void tellsOfTablesOfAnOlderRelease() throws Exception {
        run("lane-kpi-tables.sql");
        List<Migration> newer = new ArrayList<>(Migration.all());
        newer.add(new Migration(2, "V2__second.sql", "SELECT 1"));
        KpiSchema schema = new KpiSchema(database.schema(), newer);
        try (Connection connection = database.connect()) {
            assertThatThrownBy(() -> schema.requireLatest(connection))
                    .isInstanceOf(ConnectException.class)
                    .hasMessage(
                            "the tables in schema " + database.schema() + " have version 1, but this release needs 2,"
                                    + " and auto.create is false: have them made by"
                                    + " connector-configs/postgres/lane-kpi-tables.sql of this release");
        }
    }

    @Test
    void tellsOfTablesThatTheUserMayNotWrite() throws Exception {
        createAll();
        database.execute("REVOKE DELETE ON lane_day FROM \"" + database.schema() + "_sink\"");
        assertThat(LaneKpiSinkConnectorIT.errors(settingsOfSink()))
                .isEqualTo(Map.of(
                        "connection.user",
                        List.of("this user may not read and write lane_day in schema " + database.schema())));
    }

    private void createAll() throws IOException, SQLException {
        run("lane-kpi-tables.sql");
        run("lane-kpi-roles.sql");
    }

    private void run(String file) throws IOException, SQLException {
        try (Connection connection = database.connect()) {
            script(file).run(connection);
        }
    }

    private PsqlScript script(String file) throws IOException {
        return new PsqlScript(DatabaseFilesTest.FOLDER.resolve(file), database.schema());
    }

    private Map<String, String> settingsOfSink() throws SQLException {
        Map<String, String> settings = database.settings();
        settings.put("auto.create", "false");
        settings.put("connection.user", login("sink"));
        settings.put("connection.password", PASSWORD);
        return settings;
    }

    private String name(String user) {
        return "some_" + user + "_of_" + database.schema();
    }

    /** A user with one role, made at the first call. */
    private String login(String role) throws SQLException {
        if (database.number("SELECT count(*) FROM pg_roles WHERE rolname = '" + name(role) + "'") == 0) {
            database.execute("CREATE ROLE " + name(role) + " LOGIN PASSWORD '" + PASSWORD + "' IN ROLE \""
                    + database.schema() + "_" + role + "\"");
        }
        return name(role);
    }

    private void execute(String user, String sql) throws SQLException {
        try (Connection connection = database.connect(user, PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void assertThatIsForbidden(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }

    private String rights() throws SQLException {
        return database.text("SELECT string_agg(relname || coalesce(relacl::text, ''), E'\\n' ORDER BY relname) FROM"
                        + " pg_class WHERE relnamespace = '" + database.schema() + "'::regnamespace")
                + database.text("SELECT string_agg(proname || prosecdef || coalesce(proacl::text, ''), E'\\n' ORDER BY"
                        + " proname) FROM pg_proc WHERE pronamespace = '" + database.schema() + "'::regnamespace");
    }

    /** Columns, constraints, storage, views, functions and comments of a schema, without its name. */
    private static String shape(TestDatabase of) throws SQLException {
        return of.text("""
                        SELECT string_agg(line, E'\\n' ORDER BY line) FROM (
                            SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' '
                                || a.attnotnull || ' ' || a.attcollation::regcollation
                                || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), '')
                                || coalesce(' ' || col_description(c.oid, a.attnum), '') AS line
                            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                                LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
                            WHERE c.relnamespace = '%1$s'::regnamespace
                            UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
                            FROM pg_constraint WHERE connamespace = '%1$s'::regnamespace AND contype <> 'n'
                            UNION ALL SELECT relname || ' ' || relkind::text || coalesce(reloptions::text, '')
                                || coalesce(obj_description(oid, 'pg_class'), '')
                                || coalesce(CASE WHEN relkind = 'v' THEN pg_get_viewdef(oid) END, '')
                            FROM pg_class WHERE relnamespace = '%1$s'::regnamespace
                            UNION ALL SELECT pg_get_functiondef(oid) || coalesce(obj_description(oid, 'pg_proc'), '')
                            FROM pg_proc WHERE pronamespace = '%1$s'::regnamespace
                        ) AS shape""".formatted(of.schema())).replace(of.schema(), "kpi");
    }
}
