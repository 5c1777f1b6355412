package org.fulfillmentconnect.projection;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What may be committed. Partitions and offsets are those of the log, whatever transforms made of the records' topics.
 * Used by several threads.
 */
final class OffsetTracker {
    private static final long NONE = -1;

    private final Map<TopicPartition, Assignment> assignments = new HashMap<>();

    /**
     * One stay of a partition at this task. What is stored for a stay that has ended counts no more: a partition that
     * comes back begins a new one.
     */
    static final class Assignment {
        private long delivered = NONE;
        private long stored = NONE;

        private Assignment() {}

        private @Nullable OffsetAndMetadata committable(OffsetAndMetadata given) {
            if (stored == delivered) {
                // Nothing is under way. Records that the transforms dropped are before the given offset, too.
                return given;
            }
            return stored == NONE ? null : new OffsetAndMetadata(stored);
        }
    }

    synchronized void opened(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> assignments.put(partition, new Assignment()));
    }

    synchronized void closed(Collection<TopicPartition> partitions) {
        partitions.forEach(assignments::remove);
    }

    /** Notes that a record is under way. */
    synchronized Assignment delivered(SinkRecord record) {
        TopicPartition partition = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
        Assignment assignment = assignments.computeIfAbsent(partition, missing -> new Assignment());
        assignment.delivered = nextOffset(record);
        return assignment;
    }

    static long nextOffset(SinkRecord record) {
        return record.originalKafkaOffset() + 1;
    }

    /** Notes up to where everything is stored. Windows are stored in the order in which they were filled. */
    synchronized void stored(Map<Assignment, Long> positions) {
        positions.forEach((assignment, nextOffset) -> assignment.stored = nextOffset);
    }

    /**
     * What of the given offsets may be committed: nothing that is not stored is before them. A partition of which nothing
     * is stored yet, or that is not open, is left out.
     */
    synchronized Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> given) {
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        given.forEach((partition, offset) -> {
            Assignment assignment = assignments.get(partition);
            OffsetAndMetadata reached = assignment == null ? null : assignment.committable(offset);
            if (reached != null) {
                committable.put(partition, reached);
            }
        });
        return committable;
    }
}
