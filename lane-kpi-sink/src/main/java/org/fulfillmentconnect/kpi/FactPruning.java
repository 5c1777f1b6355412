package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gives up the facts of orders that are closed: delivered or cancelled, with no known event younger than the retention. The
 * id stays, so that events that come again for such an order are known to be counted; the aggregates stay as they are.
 *
 * <p>Age is told by the log, not by the clock: it is measured from the time that every partition has reached. While the log
 * is read from its beginning, nothing is closed early because another partition is already further. Topics that only other
 * connectors read, such as one of a few old corrections, have no say.
 */
final class FactPruning {
    private static final int PAGE_ROWS = 10_000;

    private final Duration retention;
    private final Predicate<String> topics;
    private final String reached;
    private final String prune;

    /** @param topics whether a topic is one that this connector reads */
    FactPruning(String schema, Duration retention, Predicate<String> topics) {
        this(schema, retention, topics, PAGE_ROWS);
    }

    /** @param pageRows how many orders are looked at together */
    FactPruning(String schema, Duration retention, Predicate<String> topics, int pageRows) {
        this.retention = retention;
        this.topics = topics;
        String progress = SqlName.quoted(schema) + "." + SqlName.quoted("kpi_progress");
        String facts = SqlName.quoted(schema) + "." + SqlName.quoted("order_facts");
        reached = "SELECT topic, min(event_at_ms) FROM " + progress + " GROUP BY topic";
        // Rows that others hold are left for the next pass, so this waits for no lock.
        prune = """
                WITH page AS (
                    SELECT order_id FROM %s WHERE order_id > ? ORDER BY order_id LIMIT %d
                ), closed AS (
                    SELECT f.order_id FROM %s AS f JOIN page USING (order_id)
                    WHERE NOT f.pruned AND (f.cancelled OR f.delivered_at_ms IS NOT NULL)
                        AND greatest(f.placed_at_ms, f.approved_at_ms, f.handed_off_at_ms, f.delivered_at_ms,
                            f.delayed_at_ms, f.due_at_ms) < ?
                    FOR UPDATE OF f SKIP LOCKED
                ), pruned AS (
                    UPDATE %s AS f SET pruned = true, placed_at_ms = NULL, approved_at_ms = NULL,
                        handed_off_at_ms = NULL, delivered_at_ms = NULL, delayed_at_ms = NULL, cancelled = false,
                        customer_region = NULL, customer_region_by = NULL, sellers = NULL, sellers_by = NULL,
                        due_at_ms = NULL, due_at_by = NULL, stat_date = NULL, promised_on = NULL
                    FROM closed AS c WHERE f.order_id = c.order_id
                    RETURNING f.order_id
                )
                SELECT (SELECT max(order_id) FROM page), (SELECT count(*) FROM pruned)""".formatted(facts, pageRows, facts, facts);
    }

    /** Prunes among the next orders by id. Part of the caller's transaction. */
    Page prune(Connection connection, String afterOrderId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(prune)) {
            statement.setString(1, afterOrderId);
            statement.setObject(2, closedBefore(connection), Types.BIGINT);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Page(row.getString(1), row.getLong(2));
            }
        }
    }

    /** In epoch milliseconds; null where nothing is known of the topics. */
    private @Nullable Long closedBefore(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(reached)) {
            Long least = null;
            while (rows.next()) {
                if (topics.test(rows.getString(1)) && (least == null || rows.getLong(2) < least)) {
                    least = rows.getLong(2);
                }
            }
            return least == null ? null : least - retention.toMillis();
        }
    }

    /**
     * The orders that were looked at together.
     *
     * @param last the id of the last of them; null if there was none
     * @param pruned how many of them were pruned
     */
    record Page(@Nullable String last, long pruned) {}
}
