package org.fulfillmentconnect.projection;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** Hands records to the projection, and offsets of what is stored to Connect. */
public final class ShipmentProjectionSinkTask extends SinkTask {
    /** Until Connect delivers the same records again; without it that would be at the next commit of offsets. */
    private static final long REDELIVER_AFTER_MS = 500;

    private @Nullable Projection projection;

    @Override
    public void start(Map<String, String> properties) {
        Projection started =
                Projection.start(new ShipmentProjectionSinkConfig(properties), context.errantRecordReporter());
        ProjectionMetrics.register(context, started.counts());
        projection = started;
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
