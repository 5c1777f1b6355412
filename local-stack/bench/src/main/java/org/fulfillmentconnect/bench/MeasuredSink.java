package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.fulfillmentconnect.stack.ConnectRest;

/** A sink as one connector, run through a filled log again and again. */
final class MeasuredSink {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration LOAD_TIMEOUT = Duration.ofMinutes(60);
    private static final long LOOK_MILLIS = 20;
    private static final long STATUS_LOOK_NANOS = Duration.ofSeconds(2).toNanos();

    private final MeasuredWorker worker;
    private final long server;
    private final FilledLog log;
    private final JsonNode config;
    private final SinkGroup group;
    private final ConnectRest rest;

    /** @param server the process of the server that the sink writes to */
    MeasuredSink(BenchBroker broker, MeasuredWorker worker, long server, FilledLog log, JsonNode config) {
        this.worker = worker;
        this.server = server;
        this.log = log;
        this.config = config;
        this.group = new SinkGroup(broker, config.path("name").asText(), log.topic());
        this.rest = worker.rest();
    }

    /** Creates the connector, and waits until it has stored the log. */
    SinkLoad load() throws InterruptedException {
        return run(() -> rest.putConfig(group.connector(), config));
    }

    /** Ends the tasks, and has the next ones begin the log again. */
    void rewind() {
        stop();
        rest.deleteOffsets(group.connector());
    }

    /** Lets the connector go on after {@link #rewind()}, and waits until it has stored the log again. */
    SinkLoad replay() throws InterruptedException {
        return run(() -> rest.resume(group.connector()));
    }

    /** Ends the tasks. */
    void stop() {
        rest.stop(group.connector());
        rest.awaitStopped(group.connector(), TIMEOUT);
    }

    /** Ends the tasks and removes the connector. */
    void delete() {
        stop();
        rest.delete(group.connector());
    }

    private SinkLoad run(Runnable start) throws InterruptedException {
        start.run();
        // What comes before (a rebalance of the worker, joining the group) takes seconds, of any connector.
        await(() -> group.holds(log.ends().size()), TIMEOUT, "joined its group");
        long started = System.nanoTime();
        Usage usage = worker.usage();
        double cpu = CpuTime.secondsOf(server);
        await(() -> group.hasCommitted(log.ends()), LOAD_TIMEOUT, "stored everything");
        return new SinkLoad(
                (System.nanoTime() - started) / 1e9,
                usage.cpuSeconds(),
                CpuTime.secondsOf(server) - cpu,
                usage.heap(),
                usage.others());
    }

    private void await(BooleanSupplier reached, Duration timeout, String what) throws InterruptedException {
        long began = System.nanoTime();
        long statusLook = began + STATUS_LOOK_NANOS;
        while (!reached.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            if (System.nanoTime() > statusLook) {
                // A failed task would be waited for in vain.
                rest.awaitRunning(group.connector(), TIMEOUT);
                statusLook = System.nanoTime() + STATUS_LOOK_NANOS;
            }
            if (System.nanoTime() - began > timeout.toNanos()) {
                throw new IllegalStateException("%s had not %s after %d min; see %s"
                        .formatted(group.connector(), what, timeout.toMinutes(), worker.log()));
            }
        }
    }
}
