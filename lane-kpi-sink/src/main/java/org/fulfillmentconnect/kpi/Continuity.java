package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that no record is stored behind a hole: compares, once for each partition and connection, the first record with the
 * position in the tables.
 */
final class Continuity {
    private static final Logger LOG = LoggerFactory.getLogger(Continuity.class);

    private final StoredPositions positions;
    private final Set<TopicPartition> sound = new HashSet<>();

    /**
     * What is read again. The records that come then are all that the log has there: it may begin with a later offset, and
     * where a transaction ended an offset has no record.
     */
    private final Map<TopicPartition, Hole> sought = new HashMap<>();

    /** Offsets that may have records which the tables do not hold. */
    private record Hole(long from, long until) {}

    Continuity(StoredPositions positions) {
        this.positions = positions;
    }

    /**
     * Part of the transaction that would store these records.
     *
     * @throws GapException if something is missing before them; nothing of those partitions may be stored
     */
    void check(Connection connection, Map<TopicPartition, StoredPositions.Span> spans)
            throws SQLException, GapException {
        if (sound.containsAll(spans.keySet())) {
            return;
        }
        Map<TopicPartition, Long> stored = positions.read(connection);
        Map<TopicPartition, Long> readFrom = new HashMap<>();
        spans.forEach((partition, span) -> {
            long next = stored.getOrDefault(partition, 0L);
            Hole hole = sought.get(partition);
            if (!sound.contains(partition) && span.first() > next && (hole == null || hole.from() != next)) {
                readFrom.put(partition, next);
                sought.put(partition, new Hole(next, span.first()));
            }
        });
        if (!readFrom.isEmpty()) {
            throw new GapException(readFrom);
        }
        sound.addAll(spans.keySet());
        spans.forEach((partition, span) -> {
            Hole hole = sought.remove(partition);
            if (hole != null && span.first() < hole.until()) {
                LOG.warn(
                        "The tables held less of {} than lies before the consumer's offset {}, as after they were emptied or"
                                + " restored. They are filled again, from offset {}",
                        partition,
                        hole.until(),
                        span.first());
            }
        });
    }

    /** The tables may be other ones now. */
    void forget() {
        sound.clear();
    }

    /** These partitions may be written by others now. */
    void forget(Collection<TopicPartition> partitions) {
        sound.removeAll(partitions);
        sought.keySet().removeAll(partitions);
    }
}
