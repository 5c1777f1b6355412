package org.fulfillmentconnect.projection;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** Hands records to the projection, and offsets of what is stored to Connect. */
public final class ShipmentProjectionSinkTask extends SinkTask {
    /** How long a full backlog holds up the consumer's thread: a worker waits 5 s for its tasks to stop. */
    private static final Duration WAIT_FOR_ROOM = Duration.ofSeconds(3);

    private static final long LOOK_AGAIN_AFTER_MS = 1_000;

    private @Nullable Projection projection;
    /** Whether the consumer is to deliver nothing more until there is room. */
    private boolean paused;

    @Override
    public void start(Map<String, String> properties) {
        ShipmentProjectionSinkConfig config = new ShipmentProjectionSinkConfig(properties);
        // Where only errors are logged, Connect gives a reporter as well: records would be gone.
        ErrantRecordReporter reporter = config.hasDeadLetterQueue() ? context.errantRecordReporter() : null;
        Projection started = Projection.start(config, reporter);
        projection = started;
        ProjectionMetrics.register(context, started.counts());
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        running().opened(partitions);
        // Soon asks where the partitions stand, also those without records.
        context.requestCommit();
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        running().closed(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        running().accept(records, context::offset);
        boolean room = awaitRoom(records);
        TopicPartition[] partitions = context.assignment().toArray(TopicPartition[]::new);
        if (!room) {
            context.pause(partitions);
        } else if (paused) {
            context.resume(partitions);
        }
        paused = !room;
        // A paused consumer has nothing to wait for; and where no records come, the projector is to be heard all the
        // same.
        context.timeout(paused ? 1 : LOOK_AGAIN_AFTER_MS);
    }

    private boolean awaitRoom(Collection<SinkRecord> records) {
        try {
            return running().awaitRoom(paused || !records.isEmpty() ? WAIT_FOR_ROOM : Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        return running().committable(currentOffsets);
    }

    @Override
    public void stop() {
        if (projection != null) {
            projection.close();
            projection = null;
        }
    }

    private Projection running() {
        return Objects.requireNonNull(projection, "the task is not started");
    }

    @Override
    public String version() {
        return Version.get();
    }
}
