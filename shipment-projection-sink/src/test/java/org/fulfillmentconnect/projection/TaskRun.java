package org.fulfillmentconnect.projection;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Runs the real task as a worker would, on one partition. */
final class TaskRun implements AutoCloseable {
    static final TopicPartition PARTITION = new TopicPartition(Orders.TOPIC, 0);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ShipmentProjectionSinkTask task = new ShipmentProjectionSinkTask();
    private final int recordsPerPoll;
    private long delivered;
    private long retriedBatches;

    TaskRun(Map<String, String> properties, @Nullable ErrantRecordReporter reporter, int recordsPerPoll) {
        this.recordsPerPoll = recordsPerPoll;
        task.initialize(new TestContext(reporter));
        task.start(properties);
        task.open(List.of(PARTITION));
    }

    /** Delivers these records, the same batch again for as long as the task asks for it. */
    void deliver(List<SinkRecord> records) {
        for (int from = 0; from < records.size(); from += recordsPerPoll) {
            List<SinkRecord> batch = records.subList(from, Math.min(records.size(), from + recordsPerPoll));
            while (!put(batch)) {
                retriedBatches++;
            }
            delivered = batch.get(batch.size() - 1).kafkaOffset() + 1;
        }
    }

    private boolean put(List<SinkRecord> batch) {
        try {
            task.put(batch);
            return true;
        } catch (RetriableException e) {
            return false;
        }
    }

    /** Polls without records until all that was delivered may be committed. */
    void awaitStored() {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            task.put(List.of());
            return committable() == delivered;
        });
    }

    /** The offset that a commit would get now; -1 for none. */
    long committable() {
        OffsetAndMetadata offset = task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(delivered)))
                .get(PARTITION);
        return offset == null ? -1 : offset.offset();
    }

    ShipmentProjectionSinkTask task() {
        return task;
    }

    long retriedBatches() {
        return retriedBatches;
    }

    @Override
    public void close() {
        task.close(List.of(PARTITION));
        task.stop();
    }
}
