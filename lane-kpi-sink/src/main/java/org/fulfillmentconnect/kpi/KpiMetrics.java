package org.fulfillmentconnect.kpi;

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
final class KpiMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(KpiMetrics.class);

    private KpiMetrics() {}

    static void register(SinkTaskContext context, Progress progress, Patience patience) {
        try {
            PluginMetrics metrics = context.pluginMetrics();
            if (metrics == null) {
                return;
            }
            add(metrics, "events-stored", "Events stored since the task started", progress::eventsStored);
            add(metrics, "orders-written", "Orders created or changed", progress::ordersWritten);
            add(metrics, "orders-unchanged", "Orders to which events added nothing", progress::ordersUnchanged);
            add(
                    metrics,
                    "orders-pruned",
                    "Orders whose events came after their facts were pruned",
                    progress::ordersPruned);
            add(metrics, "transactions", "Transactions committed", progress::transactions);
            add(
                    metrics,
                    "transactions-repeated",
                    "Transactions that gave way to another one and were tried again",
                    progress::transactionsRepeated);
            add(metrics, "transaction-ms", "How long the last committed transaction took", progress::transactionMillis);
            add(metrics, "window-records", "Records that wait to be written", progress::windowRecords);
            add(metrics, "dead-letters", "Records handed to the dead letter queue", progress::recordsReported);
            add(metrics, "events-ignored", "Unknown events passed over by setting", progress::eventsIgnored);
            add(metrics, "retries", "How often the database was waited for", patience::failures);
            add(
                    metrics,
                    "waiting-ms",
                    "For how long the database has been away; 0 while it is there",
                    patience::waitingMillis);
        } catch (NoSuchMethodError | NoClassDefFoundError e) {
            LOG.debug("This worker has no metrics of plugins", e);
        }
    }

    private static void add(PluginMetrics metrics, String name, String description, LongSupplier value) {
        Gauge<Long> gauge = (config, now) -> value.getAsLong();
        metrics.addMetric(metrics.metricName(name, description, new LinkedHashMap<>()), gauge);
    }
}
