package org.fulfillmentconnect.quickstart;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the lane KPIs from PostgreSQL. */
final class LaneKpis {
    private static final List<String> TABLES = List.of("lane_day", "promise_day", "seller_day", "lane_exclusion_day");
    private static final int FETCH_ROWS = 5_000;

    private final String url;
    private final String user;
    private final String password;
    private final String schema;

    LaneKpis(String url, String user, String password, String schema) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.schema = schema;
    }

    /** One lane over all days. */
    record Lane(String seller, String customer, long samples, long late, BigDecimal lateRate, BigDecimal leadDays) {}

    /** All lanes together. */
    record Totals(long rows, long samples, long late, long overdue) {}

    Totals totals() {
        return query(
                """
                SELECT count(*), coalesce(sum(sample_count), 0), coalesce(sum(late_count), 0),
                       coalesce(sum(overdue_count), 0)
                FROM %s.route_stats_daily""",
                rows -> {
                    rows.next();
                    return new Totals(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4));
                });
    }

    /** The lanes with the highest late rate among those with enough samples. */
    List<Lane> worst(int minimumSamples, int limit) {
        return query("""
                SELECT seller_region, customer_region, sum(sample_count), sum(late_count),
                       round(sum(late_count)::numeric / sum(sample_count), 3),
                       round(sum(avg_lead_time_hours * sample_count) / sum(sample_count) / 24, 1)
                FROM %%s.route_stats_daily
                GROUP BY seller_region, customer_region
                HAVING sum(sample_count) >= %d
                ORDER BY 5 DESC, 3 DESC, 1, 2
                LIMIT %d""".formatted(minimumSamples, limit), rows -> {
            List<Lane> lanes = new ArrayList<>();
            while (rows.next()) {
                lanes.add(new Lane(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getLong(3),
                        rows.getLong(4),
                        rows.getBigDecimal(5),
                        rows.getBigDecimal(6)));
            }
            return lanes;
        });
    }

    /** The digest of each table of KPIs, histograms included: its rows as text, in the order of that text. */
    Map<String, String> digests() {
        Map<String, String> digests = new LinkedHashMap<>();
        TABLES.forEach(table -> digests.put(table, digest(table)));
        return digests;
    }

    private String digest(String table) {
        return query("SELECT r::text FROM %%s.%s r ORDER BY r::text COLLATE \"C\"".formatted(table), rows -> {
            ContentDigest digest = new ContentDigest();
            while (rows.next()) {
                digest.add(rows.getString(1));
            }
            return digest.hex();
        });
    }

    @FunctionalInterface
    interface Reading<T> {
        T from(ResultSet rows) throws SQLException;
    }

    /** Runs a query in which {@code %s} stands for the schema. */
    <T> T query(String sql, Reading<T> reading) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            // Rows come in portions only within a transaction.
            connection.setAutoCommit(false);
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery(sql.formatted(schema))) {
                return reading.from(rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the KPIs: " + e.getMessage(), e);
        }
    }

    /** Runs a statement in which {@code %s} stands for the schema. */
    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql.formatted(schema));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot change the KPIs: " + e.getMessage(), e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }
}
