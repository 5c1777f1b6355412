package org.fulfillmentconnect.projection;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** Hands records to the projection, and offsets of what is stored to Connect. */
public final class ShipmentProjectionSinkTask extends SinkTask {
    /** Until Connect delivers the same records again; without it that would be at the next commit of offsets. */
    private static final long REDELIVER_AFTER_MS = 500;

    private static final long LOOK_AGAIN_AFTER_MS = 1_000;

    private @Nullable Projection projection;

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
        try {
            // What the projector asks for is to wait no longer where no records come.
            context.timeout(LOOK_AGAIN_AFTER_MS);
            if (!running().accept(records, context::offset)) {
                context.timeout(REDELIVER_AFTER_MS);
                throw new RetriableException("Elasticsearch is slower than the log, or away: "
                        + ShipmentProjectionSinkConfig.INFLIGHT_MAX_BYTES
                        + " is reached; the same records are tried again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RetriableException("interrupted", e);
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
