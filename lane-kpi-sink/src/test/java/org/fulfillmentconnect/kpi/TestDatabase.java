package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.fulfillmentconnect.stack.PostgresRelease;
import org.fulfillmentconnect.stack.PostgresServer;
import org.postgresql.Driver;

/** A schema of its own on the PostgreSQL that all tests share. */
final class TestDatabase {
    private static final List<String> AGGREGATES = List.of(
            "lane_day",
            "promise_day",
            "seller_day",
            "lane_exclusion_day",
            "route_stats_daily",
            "promise_stats_daily",
            "seller_stats_daily");

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final String schema;
    private ConnectionSource connections = this::open;

    TestDatabase() {
        this("kpi_" + SCHEMAS.incrementAndGet());
    }

    TestDatabase(String schema) {
        this.schema = schema;
    }

    /** Started by the first test, stopped with the virtual machine. The build runs the tests with 14 too. */
    private static final class Shared {
        static final PostgresServer SERVER = start();

        private static PostgresServer start() {
            try {
                return PostgresServer.in(Files.createTempDirectory("lane-kpi-sink-it"))
                        .release(PostgresRelease.valueOf(System.getProperty("postgres.release", "EIGHTEEN")))
                        .setting("fsync", "off")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static PostgresServer server() {
        return Shared.SERVER;
    }

    String schema() {
        return schema;
    }

    /** Settings of a connector that writes here. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("connection.url", server().jdbcUrl());
        settings.put("connection.user", server().user());
        settings.put("connection.password", server().password());
        settings.put("schema", schema);
        settings.put("time.zone", Histories.ZONE.getId());
        settings.put("linger.ms", "0");
        settings.put("retry.backoff.ms", "1");
        settings.put("retry.backoff.max.ms", "50");
        return settings;
    }

    /** From now on opens no new connection where it has one. */
    TestDatabase reusingConnections() {
        connections = new ReusedConnections(this::open);
        return this;
    }

    Connection connect() throws SQLException {
        return connections.connect();
    }

    private Connection open() throws SQLException {
        return connect(server().user(), server().password());
    }

    Connection connect(String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("currentSchema", '"' + schema + '"');
        return new Driver().connect(server().jdbcUrl(), properties);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(String query) throws SQLException {
        return Long.parseLong(text(query));
    }

    /** The first column of the first row. */
    String text(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    /** Removes what was stored, but not what the tables were built with. */
    void empty() throws SQLException {
        execute(text("SELECT string_agg(format('DELETE FROM %I', c.relname), '; ') FROM pg_class c"
                + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname = current_schema"
                + " AND c.relname NOT IN ('kpi_migration', 'kpi_settings')"));
    }

    /** A digest of all that the tables hold, in the order of their keys. */
    String digest() throws SQLException {
        return digest(List.of("order_facts")) + aggregateDigest();
    }

    /** The same without the facts. */
    String aggregateDigest() throws SQLException {
        return digest(AGGREGATES);
    }

    private String digest(List<String> relations) throws SQLException {
        StringBuilder digest = new StringBuilder();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String table : relations) {
                try (ResultSet row = statement.executeQuery("SELECT count(*), encode(sha256(convert_to(coalesce("
                        + "string_agg(t::text, E'\\n' ORDER BY t::text COLLATE \"C\"), ''), 'UTF8')), 'hex') FROM "
                        + table
                        + " t")) {
                    row.next();
                    digest.append("%s %s %s%n".formatted(table, row.getString(1), row.getString(2)));
                }
            }
        }
        return digest.toString();
    }

    Map<String, StatRow> routeStats() throws SQLException {
        return routeStats("route_stats_daily", "stat_date");
    }

    /** The rows of a view that has the columns of {@code route_stats_daily}. */
    Map<String, StatRow> routeStats(String view, String dayColumn) throws SQLException {
        return stats(
                view,
                dayColumn + " || ' ' || seller_region || '→' || customer_region",
                "sample_count, late_count, late_rate, avg_lead_time_hours, avg_handoff_hours, avg_transit_hours,"
                        + " overdue_count",
                true);
    }

    private Map<String, StatRow> promiseStats() throws SQLException {
        return stats(
                "promise_stats_daily",
                "promised_on || ' ' || seller_region || '→' || customer_region",
                "promise_count, broken_count, broken_rate, late_count, overdue_count",
                false);
    }

    private Map<String, StatRow> sellerStats() throws SQLException {
        return stats(
                "seller_stats_daily",
                "stat_date || ' ' || seller_id",
                "sample_count, late_count, late_rate, avg_lead_time_hours, handoff_count, handoff_late_count,"
                        + " handoff_late_rate, avg_handoff_delay_hours, overdue_count",
                true);
    }

    private Map<String, StatRow> stats(String view, String key, String exact, boolean hasPercentiles)
            throws SQLException {
        Map<String, StatRow> stats = new TreeMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT %s, %s, %s FROM %s"
                        .formatted(
                                hasPercentiles ? "p50_lead_time_hours, p95_lead_time_hours" : "null, null",
                                key,
                                exact,
                                view))) {
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 4; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(row.getString(i)));
                }
                stats.put(
                        row.getString(3),
                        new StatRow(row.getString(3), values, row.getBigDecimal(1), row.getBigDecimal(2)));
            }
        }
        return stats;
    }

    Map<String, Long> exclusions() throws SQLException {
        Map<String, Long> exclusions = new TreeMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT reason, order_count FROM lane_exclusions")) {
            while (row.next()) {
                exclusions.put(row.getString(1), row.getLong(2));
            }
        }
        return exclusions;
    }

    /** Everything the tables say equals what the brute-force calculation says. */
    void assertHolds(BruteForce expected) throws SQLException {
        assertThat(exclusions()).isEqualTo(expected.exclusions());
        StatsAssert.assertSame(routeStats(), expected.routeStats());
        StatsAssert.assertSame(promiseStats(), expected.promiseStats());
        StatsAssert.assertSame(sellerStats(), expected.sellerStats());
    }
}
