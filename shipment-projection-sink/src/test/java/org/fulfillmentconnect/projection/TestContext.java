package org.fulfillmentconnect.projection;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** What a worker gives to a task, as far as this task asks for it. */
class TestContext implements SinkTaskContext {
    private final @Nullable ErrantRecordReporter reporter;
    private final @Nullable PluginMetrics metrics;
    private final Map<TopicPartition, Long> sought = new HashMap<>();
    private volatile long timeoutMillis;
    private volatile boolean paused;
    private volatile boolean everPaused;

    /** Of a worker that has no metrics of plugins. */
    TestContext(@Nullable ErrantRecordReporter reporter) {
        this(reporter, null);
    }

    TestContext(@Nullable ErrantRecordReporter reporter, @Nullable PluginMetrics metrics) {
        this.reporter = reporter;
        this.metrics = metrics;
    }

    /** Where the task asked to go on since the last call. */
    Map<TopicPartition, Long> takeSought() {
        Map<TopicPartition, Long> taken = Map.copyOf(sought);
        sought.clear();
        return taken;
    }

    long timeoutMillis() {
        return timeoutMillis;
    }

    @Override
    public Map<String, String> configs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        sought.putAll(offsets);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void timeout(long millis) {
        timeoutMillis = millis;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.of(TaskRun.PARTITION);
    }

    @Override
    public void pause(TopicPartition... partitions) {
        everPaused = true;
        paused = true;
    }

    @Override
    public void resume(TopicPartition... partitions) {
        paused = false;
    }

    /** Whether the consumer is to deliver nothing. */
    boolean isPaused() {
        return paused;
    }

    /** Whether it ever was to deliver nothing. */
    boolean wasEverPaused() {
        return everPaused;
    }

    @Override
    public void requestCommit() {}

    @Override
    @SuppressWarnings("NullAway") // A worker without dead letter queue gives null.
    public ErrantRecordReporter errantRecordReporter() {
        return reporter;
    }

    @Override
    @SuppressWarnings("NullAway") // A worker without metrics of plugins.
    public PluginMetrics pluginMetrics() {
        return metrics;
    }
}
