package org.fulfillmentconnect.source;

import java.util.LinkedHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task's counts among the worker's metrics, where the worker has those of plugins: from Kafka 4.1 on. The worker adds the
 * names of the connector and the task, and takes them away with the task.
 */
final class ReplayMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayMetrics.class);

    private ReplayMetrics() {}

    /** @param progress gives null until the data are read */
    static void register(SourceTaskContext context, Supplier<@Nullable Progress> progress) {
        try {
            PluginMetrics metrics = context.pluginMetrics();
            if (metrics == null) {
                return;
            }
            add(metrics, "rows-read", "Rows read from the files", progress, Progress::rows);
            add(metrics, "events-written", "Events in the log since the task started", progress, Progress::written);
            add(metrics, "rejects", "Rejects handed over since the task started", progress, Progress::rejects);
            add(metrics, "progress-ratio", "How much of its events the task is through", progress, Progress::ratio);
            add(
                    metrics,
                    "replay-lag-ms",
                    "How far the events lie behind the replay's clock, in event time",
                    progress,
                    Progress::lagMillis);
        } catch (NoSuchMethodError | NoClassDefFoundError e) {
            LOG.debug("This worker has no metrics of plugins", e);
        }
    }

    private static void add(
            PluginMetrics metrics,
            String name,
            String description,
            Supplier<@Nullable Progress> progress,
            Function<Progress, Object> value) {
        Gauge<Object> gauge = (config, now) -> {
            Progress counts = progress.get();
            return counts == null ? 0 : value.apply(counts);
        };
        metrics.addMetric(metrics.metricName(name, description, new LinkedHashMap<>()), gauge);
    }
}
