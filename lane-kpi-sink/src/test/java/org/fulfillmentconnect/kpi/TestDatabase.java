package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.fulfillmentconnect.stack.PostgresServer;
import org.postgresql.Driver;

/** A schema of its own on the PostgreSQL that all tests share. */
final class TestDatabase {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final String schema;

    TestDatabase() {
        this("kpi_" + SCHEMAS.incrementAndGet());
    }

    TestDatabase(String schema) {
        this.schema = schema;
    }

    /** Started by the first test, stopped with the virtual machine. */
    private static final class Shared {
        static final PostgresServer SERVER = start();

        private static PostgresServer start() {
            try {
                return PostgresServer.in(Files.createTempDirectory("lane-kpi-sink-it"))
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

    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", server().user());
        properties.setProperty("password", server().password());
        properties.setProperty("currentSchema", schema);
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

    /** A digest of all that the tables hold, in the order of their keys. */
    String digest() throws SQLException {
        StringBuilder digest = new StringBuilder();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String table : new String[] {"order_facts", "lane_day", "lane_exclusion_day", "route_stats_daily"}) {
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

    Map<String, RouteStats> routeStats() throws SQLException {
        Map<String, RouteStats> stats = new TreeMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT stat_date, seller_region, customer_region, sample_count,"
                        + " late_count, late_rate, avg_lead_time_hours, avg_handoff_hours, avg_transit_hours, overdue_count,"
                        + " p50_lead_time_hours, p95_lead_time_hours FROM route_stats_daily")) {
            while (row.next()) {
                RouteStats stat = new RouteStats(
                        new RouteStats.Exact(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getBigDecimal(6),
                                row.getBigDecimal(7),
                                row.getBigDecimal(8),
                                row.getBigDecimal(9),
                                row.getLong(10)),
                        row.getBigDecimal(11),
                        row.getBigDecimal(12));
                stats.put(stat.key(), stat);
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
    }
}
