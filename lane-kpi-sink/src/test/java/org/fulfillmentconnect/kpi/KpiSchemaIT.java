package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How tables come to their version, whoever else is at it and whatever dies. */
class KpiSchemaIT {
    private static final Migration SECOND =
            new Migration(2, "V2__second.sql", "CREATE TABLE second (n integer); INSERT INTO second VALUES (1)");

    private final TestDatabase database = new TestDatabase();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void recordsTheFileAndItsChecksum() throws SQLException {
        migrate(Migration.all());
        assertThat(database.text(
                        "SELECT version || ' ' || file || ' ' || sha256 || ' ' || applied_by FROM kpi_migration"))
                .isEqualTo("1 V1__lane_kpis.sql " + Migration.all().get(0).checksum() + " postgres");
    }

    @Test
    void appliesOnlyTheMigrationThatIsMissing() throws SQLException {
        migrate(Migration.all());
        database.execute("INSERT INTO kpi_settings VALUES ('kept', 'yes')");
        migrate(withSecond(SECOND.sql()));
        assertThat(database.text("SELECT string_agg(file, ' ' ORDER BY version) FROM kpi_migration"))
                .isEqualTo("V1__lane_kpis.sql V2__second.sql");
        assertThat(database.number("SELECT count(*) FROM second")).isEqualTo(1);
        assertThat(database.text("SELECT value FROM kpi_settings")).isEqualTo("yes");
    }

    @Test
    void tasksAtOnceApplyEachMigrationOnce() throws Exception {
        migrate(Migration.all());
        Callable<Boolean> task = () -> {
            migrate(withSecond(SECOND.sql() + "; SELECT pg_sleep(0.2)"));
            return true;
        };
        for (Future<Boolean> ended : threads.invokeAll(Collections.nCopies(6, task))) {
            ended.get();
        }
        assertThat(database.number("SELECT count(*) FROM second")).isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM kpi_migration")).isEqualTo(2);
    }

    @Test
    void aDeathInTheMiddleLeavesTheTablesAsTheyWereAndTheNextTaskGoesOn() throws Exception {
        migrate(Migration.all());
        Future<?> dying = threads.submit(() -> {
            migrate(withSecond(SECOND.sql() + "; SELECT pg_sleep(60)"));
            return null;
        });
        Awaitility.await().until(() -> database.number(backends("wait_event = 'PgSleep'")) == 1);
        Future<?> next = threads.submit(() -> {
            migrate(withSecond(SECOND.sql()));
            return null;
        });
        Awaitility.await().until(() -> database.number(backends("wait_event_type = 'Lock'")) == 1);

        assertThat(database.text(
                        "SELECT pg_terminate_backend(pid) FROM (" + sessions("wait_event = 'PgSleep'") + ") AS s"))
                .isEqualTo("t");
        assertThatThrownBy(dying::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(SQLException.class);
        next.get();
        assertThat(database.number("SELECT count(*) FROM second")).isEqualTo(1);
        assertThat(database.number("SELECT max(version) FROM kpi_migration")).isEqualTo(2);
    }

    @Test
    void leavesNothingBehindOfAMigrationThatFails() throws SQLException {
        assertThatThrownBy(() -> migrate(withSecond("CREATE TABLE second (n integer); SELECT 1 / 0")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("division by zero");
        assertThat(database.number("SELECT count(*) FROM pg_namespace WHERE nspname = '" + database.schema() + "'"))
                .isZero();
    }

    @Test
    void refusesTablesThatAnotherTextMade() throws SQLException {
        migrate(withSecond("CREATE TABLE another (n integer)"));
        String made = withSecond("CREATE TABLE another (n integer)").get(1).checksum();
        assertThatThrownBy(() -> migrate(withSecond(SECOND.sql())))
                .isInstanceOf(ConnectException.class)
                .hasMessage("the tables in schema " + database.schema() + " were made by a V2__second.sql with SHA-256 "
                        + made + ", but the V2__second.sql of this release has " + SECOND.checksum()
                        + ". Install the release that made the tables, or name another schema and build them there from"
                        + " the log");
    }

    @Test
    void refusesTablesOfANewerRelease() throws SQLException {
        migrate(withSecond(SECOND.sql()));
        assertThatThrownBy(() -> migrate(Migration.all()))
                .isInstanceOf(ConnectException.class)
                .hasMessage("the tables in schema " + database.schema()
                        + " have version 2, made by a newer release; this one knows versions up to 1");
    }

    @Test
    void refusesARecordThatLacksAVersion() throws SQLException {
        migrate(withSecond(SECOND.sql()));
        database.execute("DELETE FROM kpi_migration WHERE version = 1");
        assertThatThrownBy(() -> migrate(withSecond(SECOND.sql())))
                .isInstanceOf(ConnectException.class)
                .hasMessage("the table kpi_migration in schema " + database.schema()
                        + " tells of version 2 but not of version 1: it was changed by hand");
    }

    @Test
    void takesEitherKindOfLineEndForTheSame() {
        assertThat(new Migration(1, "V1__x.sql", "SELECT 1;\r\nSELECT 2;\r\n").checksum())
                .isEqualTo(new Migration(1, "V1__x.sql", "SELECT 1;\nSELECT 2;\n").checksum())
                .isNotEqualTo(new Migration(1, "V1__x.sql", "SELECT 1;\nSELECT 3;\n").checksum());
    }

    private void migrate(List<Migration> migrations) throws SQLException {
        try (Connection connection =
                Database.of(new LaneKpiSinkConfig(database.settings())).connect()) {
            new KpiSchema(database.schema(), migrations).migrate(connection);
            connection.commit();
        }
    }

    private static List<Migration> withSecond(String sql) {
        List<Migration> migrations = new ArrayList<>(Migration.all());
        migrations.add(new Migration(2, SECOND.file(), sql));
        return migrations;
    }

    private static String backends(String condition) {
        return "SELECT count(*) FROM (" + sessions(condition) + ") AS s";
    }

    private static String sessions(String condition) {
        return "SELECT pid FROM pg_stat_activity WHERE application_name = 'lane-kpi-sink' AND " + condition;
    }
}
