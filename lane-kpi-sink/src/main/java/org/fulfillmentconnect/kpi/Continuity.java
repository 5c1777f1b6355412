package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Sees to it that no record is stored behind a hole: compares, once for each partition and connection, the first record with the
 * position in the tables.
 */
final class Continuity {
    private final StoredPositions positions;
    private final Set<TopicPartition> sound = new HashSet<>();

    /** From where partitions are read again. What comes then is all that the log has: it may begin with a later offset. */
    private final Map<TopicPartition, Long> sought = new HashMap<>();

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
        Map<TopicPartition, Long> gaps = new HashMap<>();
        spans.forEach((partition, span) -> {
            Long next = stored.getOrDefault(partition, 0L);
            if (!sound.contains(partition) && span.first() > next && !next.equals(sought.get(partition))) {
                gaps.put(partition, next);
            }
        });
        if (!gaps.isEmpty()) {
            sought.putAll(gaps);
            throw new GapException(gaps);
        }
        sound.addAll(spans.keySet());
        sought.keySet().removeAll(spans.keySet());
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
