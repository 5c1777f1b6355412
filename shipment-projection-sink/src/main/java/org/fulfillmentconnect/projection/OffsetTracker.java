package org.fulfillmentconnect.projection;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Where in the log the task stands, and what may be committed. Partitions and offsets are those of the log, whatever
 * transforms made of the records' topics. Used by several threads.
 *
 * <p>What is committed is never ahead of what the indices hold. The reverse is checked as well: a partition whose records
 * begin behind what the indices hold of it would leave a gap (see {@link #admit}).
 */
final class OffsetTracker {
    private static final long NONE = -1;

    private final Map<TopicPartition, Assignment> assignments = new LinkedHashMap<>();
    private boolean seeking;

    /**
     * One stay of a partition at this task. What is stored for a stay that has ended counts no more: a partition that
     * comes back, or is read again from an earlier offset, begins a new one.
     */
    static final class Assignment {
        private final TopicPartition partition;
        /** Where this stay begins. */
        private long first = NONE;

        private long delivered = NONE;
        private long stored = NONE;
        /** Where the stay began that was ended to read again what is not known to be stored. */
        private long soughtFrom = NONE;

        private boolean admitted;

        private Assignment(TopicPartition partition) {
            this.partition = partition;
        }

        TopicPartition partition() {
            return partition;
        }

        private void deliveredUpTo(long nextOffset) {
            delivered = nextOffset;
        }

        private void beginsAt(long offset) {
            first = first == NONE ? offset : first;
        }

        /** Where the next stay must begin so that it misses nothing of this one. */
        private long resumeAt() {
            return stored == NONE ? first : stored;
        }

        private boolean isIdle() {
            return stored == delivered;
        }
    }

    /** What is known of a partition whose records begin at some offset. */
    enum Admission {
        /** The indices hold everything before it, or there is nothing before it. */
        ADMITTED,
        /** The indices are not known to hold what is before it: it has to be read. */
        UNCLEAR,
        /** The log has records before it that the indices are not known to hold. */
        GAP
    }

    synchronized void opened(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> assignments.put(partition, new Assignment(partition)));
    }

    synchronized void closed(Collection<TopicPartition> partitions) {
        partitions.forEach(assignments::remove);
    }

    synchronized Set<TopicPartition> open() {
        return Set.copyOf(assignments.keySet());
    }

    /** Notes that a record is under way. */
    synchronized Assignment delivered(SinkRecord record) {
        TopicPartition partition = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
        Assignment assignment = assignments.computeIfAbsent(partition, Assignment::new);
        assignment.beginsAt(record.originalKafkaOffset());
        assignment.deliveredUpTo(nextOffset(record));
        return assignment;
    }

    static long nextOffset(SinkRecord record) {
        return record.originalKafkaOffset() + 1;
    }

    /**
     * Takes note of where the consumer stands, and returns those partitions that it is ahead in although nothing is under
     * way: the transforms dropped what is in between, or it was not asked for anything yet.
     */
    synchronized Map<Assignment, Long> passed(Map<TopicPartition, OffsetAndMetadata> reached) {
        Map<Assignment, Long> passed = new HashMap<>();
        if (seeking) {
            // These are the positions before the seek.
            return passed;
        }
        reached.forEach((partition, offset) -> {
            Assignment assignment = assignments.get(partition);
            if (assignment != null
                    && assignment.isIdle()
                    && offset.offset() > Math.max(0, assignment.delivered)
                    && offset.offset() >= assignment.soughtFrom) {
                assignment.beginsAt(offset.offset());
                assignment.deliveredUpTo(offset.offset());
                passed.put(assignment, offset.offset());
            }
        });
        return passed;
    }

    /** Whether the present stay of a partition has delivered this record. */
    synchronized boolean hasDelivered(TopicPartition partition, long offset) {
        Assignment stay = assignments.get(partition);
        return stay != null && stay.first != NONE && stay.first <= offset && offset < stay.delivered;
    }

    /** Those of these stays of which it is not decided yet whether they leave a gap. */
    synchronized List<Assignment> notAdmitted(Collection<Assignment> stays) {
        return stays.stream()
                .filter(assignment -> !assignment.admitted && isCurrent(assignment))
                .toList();
    }

    private boolean isCurrent(Assignment assignment) {
        return assignments.get(assignment.partition) == assignment;
    }

    /**
     * Decides whether a stay leaves a gap: at first sight, and again after the log was read from {@code storedUpTo} on.
     *
     * @param storedUpTo the indices are known to hold everything of the partition before this offset
     */
    synchronized Admission admit(Assignment assignment, long storedUpTo) {
        if (assignment.soughtFrom == NONE && assignment.first > storedUpTo) {
            return Admission.UNCLEAR;
        }
        boolean gap = assignment.first < assignment.soughtFrom;
        assignment.admitted = true;
        return gap ? Admission.GAP : Admission.ADMITTED;
    }

    /**
     * Ends all stays and returns where the next ones begin.
     *
     * @param unclear from where partitions are to be read whose stays are {@link Admission#UNCLEAR}
     * @param again from where partitions are to be read again, whatever was known of them
     * @param batch records that were delivered and will be again
     */
    synchronized Map<TopicPartition, Long> seek(
            Map<TopicPartition, Long> unclear, Map<TopicPartition, Long> again, Collection<SinkRecord> batch) {
        batch.forEach(this::delivered);
        Map<TopicPartition, Long> targets = new HashMap<>();
        assignments.replaceAll((partition, stay) -> {
            Assignment next = new Assignment(partition);
            Long target = again.get(partition);
            if (target == null) {
                target = unclear.get(partition);
                next.soughtFrom = target == null ? stay.soughtFrom : stay.first;
                next.admitted = target == null && stay.admitted;
                target = target == null ? (Long) stay.resumeAt() : target;
            }
            if (target != NONE) {
                targets.put(partition, target);
            }
            return next;
        });
        seeking = true;
        return targets;
    }

    /** The consumer stands where it was asked to. */
    synchronized void sought() {
        seeking = false;
    }

    /** Notes up to where everything is stored. Windows are stored in the order in which they were filled. */
    synchronized void stored(Map<Assignment, Long> positions) {
        positions.forEach((assignment, nextOffset) -> assignment.stored = nextOffset);
    }

    /** Up to where everything is stored, of the given partitions; those of which nothing is stored are left out. */
    synchronized Map<TopicPartition, OffsetAndMetadata> committable(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Assignment assignment = assignments.get(partition);
            if (assignment != null && assignment.stored != NONE) {
                committable.put(partition, new OffsetAndMetadata(assignment.stored));
            }
        }
        return committable;
    }

    /** These positions without those of stays that have ended. */
    synchronized Map<TopicPartition, Long> ofCurrent(Map<Assignment, Long> positions) {
        Map<TopicPartition, Long> current = new HashMap<>();
        positions.forEach((assignment, nextOffset) -> {
            if (isCurrent(assignment)) {
                current.put(assignment.partition, nextOffset);
            }
        });
        return current;
    }
}
