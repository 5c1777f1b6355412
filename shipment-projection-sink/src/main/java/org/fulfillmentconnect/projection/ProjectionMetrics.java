package org.fulfillmentconnect.projection;

import java.util.LinkedHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task's counts among the worker's metrics, where the worker has those of plugins: from Kafka 4.1 on. The worker adds the
 * names of the connector and the task, and takes them away with the task.
 */
final class ProjectionMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectionMetrics.class);

    private ProjectionMetrics() {}

    /** Where the counts are. */
    record Source(Progress progress, Backlog backlog, Patience patience) {}

    static void register(SinkTaskContext context, Source source) {
        try {
            PluginMetrics metrics = context.pluginMetrics();
            if (metrics == null) {
                return;
            }
            Progress progress = source.progress();
            StoreCounts cards = progress.cards();
            StoreCounts timeline = progress.timeline();
            add(metrics, "events-stored", "Events stored since the task started", progress::storedSoFar);
            add(metrics, "cards-written", "Cards created or changed", cards::writtenSoFar);
            add(metrics, "cards-unchanged", "Cards to which events added nothing", cards::unchangedSoFar);
            add(metrics, "cards-conflicts", "Cards merged again as they had changed", cards::conflictsSoFar);
            add(metrics, "timeline-written", "Timeline documents created or changed", timeline::writtenSoFar);
            add(metrics, "timeline-unchanged", "Timeline documents that were there", timeline::unchangedSoFar);
            add(metrics, "dead-letters", "Records handed to the dead letter queue", progress::reportedSoFar);
            add(metrics, "events-ignored", "Unknown events passed over by setting", progress::ignoredSoFar);
            add(metrics, "bytes-in-flight", "Memory of events not yet stored, estimated", source.backlog()::bytes);
            add(metrics, "retries", "How often the server did not take everything", source.patience()::pauses);
            add(
                    metrics,
                    "waiting-ms",
                    "For how long the server has not taken everything; 0 while it does",
                    source.patience()::waitingMillis);
        } catch (NoSuchMethodError | NoClassDefFoundError e) {
            LOG.debug("This worker has no metrics of plugins", e);
        }
    }

    private static void add(PluginMetrics metrics, String name, String description, LongSupplier value) {
        Gauge<Long> gauge = (config, now) -> value.getAsLong();
        metrics.addMetric(metrics.metricName(name, description, new LinkedHashMap<>()), gauge);
    }
}
