package org.fulfillmentconnect.bench;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.FulfillmentEvent;

/** A task of the built KPI sink in this process: what it is given, and when, is then known exactly. */
final class InProcessTask implements AutoCloseable {
    private static final String TOPIC = "events";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private final SinkTask task;
    private long offset;

    private InProcessTask(SinkTask task) {
        this.task = task;
    }

    /** The plugin's classes, as a worker finds them; to be loaded once, so that they get warm. */
    static SinkConnector plugin(Path pluginPath) {
        try (Stream<Path> files = Files.walk(pluginPath)) {
            URL[] jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .map(InProcessTask::url)
                    .toArray(URL[]::new);
            // Never closed: a task loads classes as long as it runs.
            @SuppressWarnings("resource")
            URLClassLoader loader = new URLClassLoader(jars, InProcessTask.class.getClassLoader());
            return ServiceLoader.load(SinkConnector.class, loader)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no sink connector in " + pluginPath));
        } catch (IOException e) {
            throw new IllegalStateException("cannot look into " + pluginPath, e);
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a task that writes what it holds at each {@link #commit}. */
    static InProcessTask start(SinkConnector plugin, KpiDatabase database, Map<String, String> config) {
        Map<String, String> settings = new HashMap<>(config);
        settings.put("connection.url", database.url());
        settings.put("connection.user", database.server().user());
        settings.put("connection.password", database.server().password());
        // One record makes the window due: it is written at the next call, however many there are.
        settings.put("batch.max.records", "1");
        try {
            SinkTask task =
                    (SinkTask) plugin.taskClass().getDeclaredConstructor().newInstance();
            task.initialize(new Context(settings));
            task.start(settings);
            task.open(List.of(PARTITION));
            return new InProcessTask(task);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot create a task of " + plugin.getClass(), e);
        }
    }

    /** As a converter would give it to the task. */
    SinkRecord record(FulfillmentEvent event) {
        return new SinkRecord(
                TOPIC,
                0,
                null,
                event.orderId(),
                null,
                EventCodec.toMap(event),
                offset++,
                event.eventAt().toEpochMilli(),
                TimestampType.CREATE_TIME);
    }

    /** Writes these records in one transaction. */
    void commit(Collection<SinkRecord> records) {
        task.put(records);
        task.put(List.of());
    }

    @Override
    public void close() {
        task.close(List.of(PARTITION));
        task.stop();
    }

    /** A worker's side, of which the task needs little here. */
    private record Context(Map<String, String> configs, Metrics metrics) implements SinkTaskContext {
        Context(Map<String, String> configs) {
            this(configs, new Metrics());
        }

        @Override
        public void offset(Map<TopicPartition, Long> offsets) {
            throw new UnsupportedOperationException("there is no consumer to seek");
        }

        @Override
        public void offset(TopicPartition partition, long offset) {
            throw new UnsupportedOperationException("there is no consumer to seek");
        }

        @Override
        public void timeout(long timeoutMs) {}

        @Override
        public Set<TopicPartition> assignment() {
            return Set.of(PARTITION);
        }

        @Override
        public void pause(TopicPartition... partitions) {
            throw new UnsupportedOperationException("there is no consumer to pause " + Arrays.toString(partitions));
        }

        @Override
        public void resume(TopicPartition... partitions) {
            throw new UnsupportedOperationException("there is no consumer to resume " + Arrays.toString(partitions));
        }

        @Override
        public void requestCommit() {}

        @Override
        public PluginMetrics pluginMetrics() {
            return new PluginMetricsImpl(metrics, Map.of());
        }
    }
}
