package org.fulfillmentconnect.kpi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.awaitility.Awaitility;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.jspecify.annotations.Nullable;

/** Runs one task as Connect does: hands it nothing while it pauses the consumer, and asks it for offsets. */
final class TaskRun implements AutoCloseable {
    static final String TOPIC = "fulfillment-events";

    private final LaneKpiSinkTask task;
    private final Context context;
    private final Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    private final AtomicInteger pauses = new AtomicInteger();

    TaskRun(Map<String, String> settings) {
        this(settings, true);
    }

    TaskRun(Map<String, String> settings, boolean withQueue) {
        this(new LaneKpiSinkTask(), settings, withQueue);
    }

    TaskRun(LaneKpiSinkTask task, Map<String, String> settings, boolean withQueue) {
        this.task = task;
        Map<String, String> all = new HashMap<>(settings);
        if (withQueue) {
            all.put("errors.deadletterqueue.topic.name", "dead-letters");
        }
        // A worker that logs errors gives a reporter, dead letter queue or not.
        context = new Context(all);
        task.initialize(context);
        task.start(all);
    }

    static SinkRecord record(@Nullable Object value, int partition, long offset) {
        return new SinkRecord(TOPIC, partition, null, "key", null, value, offset, 0L, TimestampType.CREATE_TIME);
    }

    /** A record of this event: with a schema where the offset is even, without where it is odd. */
    static SinkRecord record(FulfillmentEvent event, int partition, long offset) {
        Object value = offset % 2 == 0 ? EventCodec.toStruct(event) : EventCodec.toMap(event);
        return record(value, partition, offset);
    }

    static List<SinkRecord> records(List<FulfillmentEvent> events, int partition) {
        List<SinkRecord> records = new ArrayList<>();
        for (FulfillmentEvent event : events) {
            records.add(record(event, partition, records.size()));
        }
        return records;
    }

    /** One call, as it is. */
    void putOnce(Collection<SinkRecord> records) {
        records.forEach(record -> context.assignment.add(partition(record)));
        task.put(records);
        records.forEach(record -> positions.put(partition(record), new OffsetAndMetadata(record.kafkaOffset() + 1)));
        if (!context.paused.isEmpty()) {
            pauses.incrementAndGet();
        }
    }

    private static TopicPartition partition(SinkRecord record) {
        return new TopicPartition(record.topic(), record.kafkaPartition());
    }

    /** Hands over the records once the consumer delivers again; a paused one has none. */
    void put(Collection<SinkRecord> records) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofMinutes(1))
                .until(() -> {
                    if (!context.paused.isEmpty()) {
                        putOnce(List.of());
                    }
                    return context.paused.isEmpty();
                });
        putOnce(records);
    }

    /** Hands over the records in batches of this size, and waits until all are stored. */
    void deliver(List<SinkRecord> records, int batchSize) {
        int from = 0;
        do {
            while (from < records.size()) {
                int to = Math.min(records.size(), from + batchSize);
                put(records.subList(from, to));
                from = again(records).orElse(to);
            }
            drain();
            from = again(records).orElse(from);
        } while (from < records.size());
    }

    /** Calls without records, as Connect does when there are none, until all offsets can be committed. */
    void drain() {
        while (!offsets().equals(positions) && context.readFrom.isEmpty()) {
            put(List.of());
        }
    }

    /** Where in the records the consumer is to go on, if the task asked for another place. */
    private OptionalInt again(List<SinkRecord> records) {
        Map<TopicPartition, Long> readFrom = takeReadFrom();
        return IntStream.range(0, records.size())
                .filter(i -> records.get(i).kafkaOffset()
                        >= readFrom.getOrDefault(partition(records.get(i)), Long.MAX_VALUE))
                .findFirst();
    }

    /** From where the task asked to read again, since the last call. */
    Map<TopicPartition, Long> takeReadFrom() {
        Map<TopicPartition, Long> taken = Map.copyOf(context.readFrom);
        context.readFrom.clear();
        return taken;
    }

    Map<TopicPartition, OffsetAndMetadata> offsets() {
        return task.preCommit(Map.copyOf(positions));
    }

    Map<TopicPartition, OffsetAndMetadata> positions() {
        return positions;
    }

    LaneKpiSinkTask task() {
        return task;
    }

    /** After how many calls the consumer was paused. */
    int pauses() {
        return pauses.get();
    }

    Set<TopicPartition> paused() {
        return Set.copyOf(context.paused);
    }

    /** A cooperative rebalance: these go, those come, the others stay. */
    void rebalance(Collection<TopicPartition> gone, Collection<TopicPartition> come) {
        task.close(gone);
        context.assignment.removeAll(gone);
        context.paused.removeAll(gone);
        positions.keySet().removeAll(gone);
        context.assignment.addAll(come);
        task.open(come);
    }

    /** A metric of the task. */
    long metric(String name) {
        return (Long) Objects.requireNonNull(context.metrics.values().get(name), name);
    }

    List<String> reported() {
        return context.reported;
    }

    /** The wait that the task last asked for, in milliseconds. */
    long timeout() {
        return context.timeoutMs;
    }

    @Override
    public void close() {
        task.stop();
    }

    private static final class Context implements SinkTaskContext {
        private final Map<String, String> settings;
        private final List<String> reported = new ArrayList<>();
        private final Set<TopicPartition> assignment = ConcurrentHashMap.newKeySet();
        private final Set<TopicPartition> paused = ConcurrentHashMap.newKeySet();
        private final Map<TopicPartition, Long> readFrom = new ConcurrentHashMap<>();
        private final MetricsRegistry metrics = new MetricsRegistry();
        private volatile long timeoutMs = -1;

        Context(Map<String, String> settings) {
            this.settings = settings;
        }

        @Override
        public Map<String, String> configs() {
            return settings;
        }

        @Override
        public void offset(Map<TopicPartition, Long> offsets) {
            readFrom.putAll(offsets);
        }

        @Override
        public void offset(TopicPartition tp, long offset) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void timeout(long timeout) {
            timeoutMs = timeout;
        }

        @Override
        public Set<TopicPartition> assignment() {
            return Set.copyOf(assignment);
        }

        @Override
        public void pause(TopicPartition... partitions) {
            requireAssigned(partitions);
            paused.addAll(List.of(partitions));
        }

        @Override
        public void resume(TopicPartition... partitions) {
            requireAssigned(partitions);
            List.of(partitions).forEach(paused::remove);
        }

        /** As Connect does. */
        private void requireAssigned(TopicPartition... partitions) {
            if (!assignment.containsAll(List.of(partitions))) {
                throw new IllegalStateException("not assigned");
            }
        }

        @Override
        public void requestCommit() {}

        @Override
        public PluginMetrics pluginMetrics() {
            return metrics;
        }

        @Override
        public ErrantRecordReporter errantRecordReporter() {
            return (record, error) -> {
                reported.add(record.kafkaOffset() + ": " + error.getMessage());
                return CompletableFuture.completedFuture(null);
            };
        }
    }
}
