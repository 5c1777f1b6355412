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
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The records that wait to be written together. It spans batches of the consumer: in event-time order the events of one
 * order are far apart, and the more of them meet, the fewer writes there are.
 */
final class Window {
    private final int maxRecords;
    private final Duration linger;
    private final Clock clock;
    private final List<PendingFacts> pending = new ArrayList<>();
    /** What was handled of each partition and is not yet stored, records that tell nothing and reported ones included. */
    private final Map<TopicPartition, StoredPositions.Span> spans = new HashMap<>();

    private long openedAt;

    Window(int maxRecords, Duration linger, Clock clock) {
        this.maxRecords = maxRecords;
        this.linger = linger;
        this.clock = clock;
    }

    /** Notes a record, whatever comes of it. */
    void handled(SinkRecord record) {
        if (spans.isEmpty()) {
            openedAt = clock.millis();
        }
        long offset = record.originalKafkaOffset();
        spans.merge(
                PendingFacts.partitionOf(record),
                new StoredPositions.Span(offset, offset + 1, 0),
                StoredPositions.Span::to);
    }

    /** Adds what a record tells that is {@link #handled}. */
    void add(PendingFacts facts) {
        pending.add(facts);
    }

    /** Whether there is nothing to store, not even a position. */
    boolean isEmpty() {
        return spans.isEmpty();
    }

    boolean isDue() {
        return !isEmpty() && untilDue().isZero();
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

    /** How many records wait. */
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

    /** How far the partitions are once so many of the oldest records are stored. */
    Map<TopicPartition, StoredPositions.Span> spans(int count) {
        Map<TopicPartition, Long> waiting = firstOffsets(pending.subList(count, pending.size()));
        Map<TopicPartition, StoredPositions.Span> stored = new HashMap<>(spans);
        stored.replaceAll((partition, span) -> span.upTo(waiting.getOrDefault(partition, span.next())));
        pending.subList(0, count)
                .forEach(facts -> stored.computeIfPresent(
                        facts.partition(), (partition, span) -> span.withEvent(facts.eventAt())));
        return stored;
    }

    /** Forgets so many of the oldest records: they are stored or reported. */
    void removeOldest(int count) {
        pending.subList(0, count).clear();
        Map<TopicPartition, Long> waiting = firstOffsets(pending);
        spans.keySet().retainAll(waiting.keySet());
        spans.replaceAll((partition, span) -> span.from(waiting.getOrDefault(partition, span.next())));
    }

    private static Map<TopicPartition, Long> firstOffsets(List<PendingFacts> records) {
        Map<TopicPartition, Long> first = new HashMap<>();
        records.forEach(facts -> first.merge(facts.partition(), facts.offset(), Math::min));
        return first;
    }

    /** Forgets the records of partitions that now belong to another task; they will be read again from their offsets. */
    void drop(Collection<TopicPartition> partitions) {
        pending.removeIf(facts -> partitions.contains(facts.partition()));
        spans.keySet().removeAll(partitions);
    }

    /**
     * The offsets that may be committed: of a partition with records that wait, that of the first one, else the given one.
     */
    Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> given) {
        Map<TopicPartition, Long> first = firstOffsets(pending);
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>(given);
        committable.replaceAll((partition, offset) -> {
            Long waiting = first.get(partition);
            return waiting == null || waiting >= offset.offset() ? offset : new OffsetAndMetadata(waiting);
        });
        return committable;
    }
}
