package org.fulfillmentconnect.kpi;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The records that wait to be written together. It spans batches of the consumer: in event-time order the events of one
 * order are far apart, and the more of them meet, the fewer writes there are.
 */
final class Window {
    private final int maxRecords;
    private final Duration linger;
    private final Clock clock;
    private final List<PendingFacts> pending = new ArrayList<>();
    private long openedAt;

    Window(int maxRecords, Duration linger, Clock clock) {
        this.maxRecords = maxRecords;
        this.linger = linger;
        this.clock = clock;
    }

    void add(PendingFacts facts) {
        if (pending.isEmpty()) {
            openedAt = clock.millis();
        }
        pending.add(facts);
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    boolean isDue() {
        return !pending.isEmpty() && untilDue().isZero();
    }

    /** How long until the window must be written, if no more records come; zero if it must be now. */
    Duration untilDue() {
        if (pending.size() >= maxRecords) {
            return Duration.ZERO;
        }
        long left = openedAt + linger.toMillis() - clock.millis();
        // A clock that was set back must not hold the window open.
        return Duration.ofMillis(Math.max(0, Math.min(left, linger.toMillis())));
    }

    int size() {
        return pending.size();
    }

    /** With how many records it must be written. */
    int maxRecords() {
        return maxRecords;
    }

    /** So many of the records that wait, the oldest first; all of them if they are fewer. */
    List<PendingFacts> oldest(int count) {
        return List.copyOf(pending.subList(0, Math.min(count, pending.size())));
    }

    /** Forgets so many of the oldest records: they are stored or reported. */
    void removeOldest(int count) {
        pending.subList(0, count).clear();
    }

    /** Forgets the records of partitions that now belong to another task; they will be read again from their offsets. */
    void drop(Collection<TopicPartition> partitions) {
        pending.removeIf(facts -> partitions.contains(facts.partition()));
    }

    /**
     * The offsets that may be committed: of a partition with records that wait, that of the first one, else the given one.
     */
    Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> given) {
        Map<TopicPartition, Long> first = new HashMap<>();
        pending.forEach(facts -> first.merge(facts.partition(), facts.offset(), Math::min));
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>(given);
        committable.replaceAll((partition, offset) -> {
            Long waiting = first.get(partition);
            return waiting == null || waiting >= offset.offset() ? offset : new OffsetAndMetadata(waiting);
        });
        return committable;
    }
}
