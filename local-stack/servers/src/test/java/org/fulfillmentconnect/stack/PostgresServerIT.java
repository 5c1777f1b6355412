package org.fulfillmentconnect.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PostgresServerIT {
    @TempDir
    Path stack;

    @Test
    void keepsItsDataThroughRestartAndKill() throws SQLException {
        try (PostgresServer postgres = PostgresServer.in(stack).start()) {
            execute(postgres, "create table kept (value text)", "insert into kept values ('before the restart')");
            postgres.restart();
            execute(postgres, "insert into kept values ('before the kill')");
            Remains running = Remains.of(postgres);
            postgres.kill();
            running.assertNone();
            postgres.start();

            assertThat(query(postgres, "select string_agg(value, ', ') from kept"))
                    .isEqualTo("before the restart, before the kill");

            Remains last = Remains.of(postgres);
            postgres.stop();
            last.assertNone();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisabledIfEnvironmentVariable(
            named = ServerPlace.SWITCH,
            matches = "containers",
            disabledReason = "which release is in an image is said by whoever names it")
    void runsTheReleaseThatItIsTold(PostgresRelease release) throws SQLException {
        try (PostgresServer postgres = PostgresServer.in(stack).release(release).start()) {
            assertThat(release.version()).isEqualTo(query(postgres, "show server_version") + ".0");
        }
    }

    @Test
    void takesItsDataUpAgainAndAsksForTheirPassword() throws SQLException {
        try (PostgresServer first =
                PostgresServer.in(stack).password("it's \"given\"").start()) {
            execute(first, "create table kept as select 1 as value");
        }

        try (PostgresServer second =
                PostgresServer.in(stack).setting("max_connections", "7").start()) {
            assertThat(second.password()).isEqualTo("it's \"given\"");
            assertThat(query(second, "select value from kept")).isEqualTo("1");
            assertThat(query(second, "show max_connections")).isEqualTo("7");
            assertThatThrownBy(() -> DriverManager.getConnection(second.jdbcUrl(), second.user(), "another"))
                    .hasMessage("FATAL: password authentication failed for user \"postgres\"");
        }
    }

    @Test
    void namesTheSettingThatItRefuses() {
        assertThatThrownBy(() ->
                        PostgresServer.in(stack).setting("max_colours", "7").start())
                .isInstanceOf(ServerException.class)
                .hasMessageStartingWith("postgres ended with exit code 1 before it was ready; its log is "
                        + stack.resolve("logs/postgres.log"))
                .hasMessageContaining("unrecognized configuration parameter \"max_colours\"");
    }

    private static void execute(PostgresServer postgres, String... statements) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String query(PostgresServer postgres, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
