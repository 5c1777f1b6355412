package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.fulfillmentconnect.stack.ConnectRest;
import org.fulfillmentconnect.stack.ConnectWorker;

/** A worker that runs one connector after another, and stays warm between them. */
final class MeasuredWorker implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration ROUND_TIMEOUT = Duration.ofMinutes(60);
    /** Longer than the interval of the transactions, so that a commit to come is waited for. */
    private static final Duration QUIET = Duration.ofMillis(1_500);

    private static final long LOOK_MILLIS = 250;

    private final BenchBroker broker;
    private final ConnectWorker worker;
    private final GcLog gcLog;
    private final ConnectRest rest;

    private MeasuredWorker(BenchBroker broker, ConnectWorker worker, GcLog gcLog) {
        this.broker = broker;
        this.worker = worker;
        this.gcLog = gcLog;
        this.rest = worker.rest();
    }

    static MeasuredWorker start(BenchBroker broker, String name, List<Path> pluginPath, Path data, Path folder) {
        return start(broker, name, broker.worker(name, pluginPath, data), folder);
    }

    /** A worker with settings of its own. */
    static MeasuredWorker start(BenchBroker broker, String name, ConnectWorker.Builder worker, Path folder) {
        GcLog gcLog = new GcLog(folder.resolve("logs").resolve(name + "-gc.log"));
        return new MeasuredWorker(broker, worker.jvmOption(gcLog.option()).start(), gcLog);
    }

    Path log() {
        return worker.log();
    }

    ConnectRest rest() {
        return rest;
    }

    /** Begins to count what the worker takes. */
    Usage usage() {
        return new Usage(worker.pid(), gcLog);
    }

    /**
     * Creates a connector, waits until it has written everything, and deletes it.
     *
     * @param complete whether the connector has nothing more to write
     * @param content is given what is in the topic
     */
    Measured measure(
            JsonNode config,
            String topic,
            int partitions,
            Predicate<TopicWatch> complete,
            Consumer<TopicContent> content)
            throws InterruptedException {
        String connector = config.path("name").asText();
        Usage usage = usage();
        long started = System.nanoTime();
        try (TopicWatch watch = TopicWatch.start(broker, topic, partitions)) {
            rest.putConfig(connector, config);
            rest.awaitRunning(connector, START_TIMEOUT);
            long deadline = System.nanoTime() + ROUND_TIMEOUT.toNanos();
            while (!(complete.test(watch) && watch.isQuietFor(QUIET) && broker.isAllCommitted(topic, partitions))) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                // A failed task would be waited for in vain.
                rest.awaitRunning(connector, START_TIMEOUT);
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("%s had not written everything after %d min; see %s"
                            .formatted(connector, ROUND_TIMEOUT.toMinutes(), log()));
                }
            }
            double cpuSeconds = usage.cpuSeconds();
            double others = usage.others();
            GcLog.Peak heap = usage.heap();
            rest.delete(connector);

            TopicContent written = TopicContent.read(broker, topic, partitions);
            content.accept(written);
            long first = watch.firstNanos();
            long last = watch.reachedNanos(written.ends());
            return new Measured(
                    written.records(),
                    written.recordBytes(),
                    (first - started) / 1e9,
                    (last - first) / 1e9,
                    cpuSeconds,
                    heap,
                    others);
        }
    }

    @Override
    public void close() {
        worker.close();
    }
}
