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
        GcLog gcLog = new GcLog(folder.resolve("logs").resolve(name + "-gc.log"));
        ConnectWorker worker =
                broker.worker(name, pluginPath, data).jvmOption(gcLog.option()).start();
        return new MeasuredWorker(broker, worker, gcLog);
    }

    Path log() {
        return worker.log();
    }

    ConnectRest rest() {
        return rest;
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
        long logged = gcLog.position();
        OtherLoad load = new OtherLoad();
        double cpu = cpuSeconds();
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
            double cpuSeconds = cpuSeconds() - cpu;
            double others = load.share().orElse(0);
            GcLog.Peak heap = gcLog.since(logged);
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

    private double cpuSeconds() {
        return ProcessHandle.of(worker.pid())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElseThrow(() -> new IllegalStateException("this system does not tell a process's CPU time"))
                        .toNanos()
                / 1e9;
    }
}
