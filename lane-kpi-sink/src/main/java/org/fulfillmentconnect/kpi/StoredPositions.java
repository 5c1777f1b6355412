package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the tables hold each partition, kept in the transaction that stores the records. Merging needs no position; but tables
 * that were emptied, or restored from a backup, hold less than the consumer's offsets say, and only this tells.
 */
final class StoredPositions {
    private static final Comparator<TopicPartition> LOCK_ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private final String select;
    private final String advance;

    /**
     * @param first the first offset that was handled since the last transaction
     * @param next below it all is stored or reported
     * @param eventAt the time of the latest event among them, in epoch milliseconds
     */
    record Span(long first, long next, long eventAt) {
        /** Both together. */
        Span to(Span other) {
            return new Span(Math.min(first, other.first), Math.max(next, other.next), Math.max(eventAt, other.eventAt));
        }

        Span from(long newFirst) {
            return new Span(newFirst, next, eventAt);
        }

        Span upTo(long newNext) {
            return new Span(first, newNext, eventAt);
        }

        Span withEvent(long at) {
            return new Span(first, next, Math.max(eventAt, at));
        }
    }

    StoredPositions(String schema) {
        String table = SqlName.quoted(schema) + "." + SqlName.quoted("kpi_progress");
        select = "SELECT topic, partition, next_offset FROM " + table;
        String insert = """
                INSERT INTO %s AS p (topic, partition, next_offset, event_at_ms)
                SELECT * FROM unnest(?::text[], ?::integer[], ?::bigint[], ?::bigint[])
                    AS u(topic, partition, next_offset, event_at_ms)
                ORDER BY u.topic COLLATE "C", u.partition
                ON CONFLICT (topic, partition) DO UPDATE SET\
                """.formatted(table);
        advance = insert + """
                 next_offset = greatest(p.next_offset, excluded.next_offset),
                    event_at_ms = greatest(p.event_at_ms, excluded.event_at_ms)
                WHERE p.next_offset < excluded.next_offset OR p.event_at_ms < excluded.event_at_ms""";
    }

    /** The next offset of each partition that the tables hold anything of. */
    Map<TopicPartition, Long> read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            Map<TopicPartition, Long> positions = new HashMap<>();
            while (rows.next()) {
                positions.put(new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getLong(3));
            }
            return positions;
        }
    }

    /** Notes how far the partitions are, never less than before. Part of the caller's transaction, and its last statement. */
    void advance(Connection connection, Map<TopicPartition, Span> spans) throws SQLException {
        List<Map.Entry<TopicPartition, Span>> entries = spans.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(LOCK_ORDER))
                .toList();
        try (PreparedStatement statement = connection.prepareStatement(advance)) {
            ArrayParameters parameters = new ArrayParameters(connection, statement);
            parameters.texts(entries, entry -> entry.getKey().topic());
            parameters.integers(entries, entry -> entry.getKey().partition());
            parameters.longs(entries, entry -> entry.getValue().next());
            parameters.longs(entries, entry -> entry.getValue().eventAt());
            statement.executeUpdate();
        }
    }
}
