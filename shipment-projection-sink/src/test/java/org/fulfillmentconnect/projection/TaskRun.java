package org.fulfillmentconnect.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Runs the real task as a worker would, on one partition. */
final class TaskRun implements AutoCloseable {
    static final TopicPartition PARTITION = new TopicPartition(Orders.TOPIC, 0);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TopicPartition partition;
    private final ShipmentProjectionSinkTask task = new ShipmentProjectionSinkTask();
    private final MetricsRegistry metrics = new MetricsRegistry();
    private final TestContext context;
    private final int recordsPerPoll;
    private final List<SinkRecord> log = new ArrayList<>();
    private long position;
    private long seeks;

    TaskRun(Map<String, String> properties, @Nullable ErrantRecordReporter reporter, int recordsPerPoll) {
        this(PARTITION, properties, reporter, recordsPerPoll);
    }

    private TaskRun(
            TopicPartition partition,
            Map<String, String> properties,
            @Nullable ErrantRecordReporter reporter,
            int recordsPerPoll) {
        this.partition = partition;
        this.recordsPerPoll = recordsPerPoll;
        context = new TestContext(reporter, metrics);
        task.initialize(context);
        task.start(withQueueFor(reporter, properties));
        task.open(List.of(partition));
    }

    /** These settings, and a dead letter queue where there is somebody to report to. */
    static Map<String, String> withQueueFor(@Nullable ErrantRecordReporter reporter, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        if (reporter != null) {
            all.put("errors.deadletterqueue.topic.name", "dead-letters");
        }
        return all;
    }

    /** A task whose log has these records, and whose committed offset is at this one. */
    static TaskRun at(
            long offset, List<SinkRecord> log, Map<String, String> properties, ErrantRecordReporter reporter) {
        SinkRecord any = log.get(0);
        TaskRun run = new TaskRun(new TopicPartition(any.topic(), any.kafkaPartition()), properties, reporter, 500);
        run.log.addAll(log);
        run.position = offset;
        return run;
    }

    /** Delivers these records, as fast as the task takes them. */
    void deliver(List<SinkRecord> records) {
        if (log.isEmpty()) {
            position = records.get(0).kafkaOffset();
        }
        log.addAll(records);
        deliverAll();
    }

    private void deliverAll() {
        List<SinkRecord> batch = poll();
        while (!batch.isEmpty()) {
            put(batch);
            batch = poll();
        }
    }

    private List<SinkRecord> poll() {
        while (context.isPaused()) {
            put(List.of());
        }
        return log.stream()
                .filter(record -> record.kafkaOffset() >= position)
                .limit(recordsPerPoll)
                .toList();
    }

    private void put(List<SinkRecord> batch) {
        task.put(batch);
        if (!batch.isEmpty()) {
            position = batch.get(batch.size() - 1).kafkaOffset() + 1;
        }
        Long sought = context.takeSought().get(partition);
        if (sought != null) {
            // What a worker asks before it seeks is of the time before.
            committable();
            position = sought;
            seeks++;
        }
    }

    /** Polls until all that was delivered may be committed. */
    void awaitStored() {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            put(List.of());
            deliverAll();
            return committable() == end();
        });
    }

    /** Polls on and on, for as long as the task does not fail. */
    void goOn() {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            put(List.of());
            deliverAll();
            committable();
            return false;
        });
    }

    /** Polls until the task has asked to go on elsewhere and all may be committed. */
    void awaitStoredAfterSeek() {
        long before = seeks;
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            put(List.of());
            committable();
            return seeks > before;
        });
        awaitStored();
    }

    private long end() {
        return log.isEmpty() ? position : log.get(log.size() - 1).kafkaOffset() + 1;
    }

    /** The offset that a commit would get now; -1 for none. */
    long committable() {
        OffsetAndMetadata offset = task.preCommit(Map.of(partition, new OffsetAndMetadata(position)))
                .get(partition);
        return offset == null ? -1 : offset.offset();
    }

    /** What the task says of itself among the worker's metrics. */
    long metric(String name) {
        return (long) Objects.requireNonNull(metrics.values().get(name), name);
    }

    ShipmentProjectionSinkTask task() {
        return task;
    }

    /** Whether the task ever had so much under way that it asked for no more. */
    boolean wasEverPaused() {
        return context.wasEverPaused();
    }

    /** How often the task asked to go on elsewhere. */
    long seeks() {
        return seeks;
    }

    @Override
    public void close() {
        task.close(List.of(partition));
        task.stop();
    }
}
