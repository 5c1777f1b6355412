package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.fulfillmentconnect.stack.ConnectRest;

/** The projection as one connector, run through a filled log again and again. */
final class MeasuredSink {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration LOAD_TIMEOUT = Duration.ofMinutes(60);
    private static final long LOOK_MILLIS = 20;
    private static final long STATUS_LOOK_NANOS = Duration.ofSeconds(2).toNanos();

    private final ProjectionStand stand;
    private final JsonNode config;
    private final SinkGroup group;
    private final ConnectRest rest;

    MeasuredSink(ProjectionStand stand, JsonNode config) {
        this.stand = stand;
        this.config = config;
        this.group = new SinkGroup(
                stand.broker(), config.path("name").asText(), stand.log().topic());
        this.rest = stand.worker().rest();
    }

    /** Creates the connector, and waits until it has stored the log in indices that it makes. */
    SinkLoad load() throws InterruptedException {
        stand.indices().awaitQuiet();
        return run(() -> rest.putConfig(group.connector(), config));
    }

    /** Stops the connector, and has it store the log again from its beginning. */
    SinkLoad replay() throws InterruptedException {
        stop();
        rest.deleteOffsets(group.connector());
        stand.indices().awaitQuiet();
        return run(() -> rest.resume(group.connector()));
    }

    /** As {@link #replay()}, after the index behind an alias was deleted. */
    SinkLoad refill(String alias) throws InterruptedException {
        stop();
        stand.indices().delete(alias);
        return replay();
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
        ProjectedIndices.Counts before = stand.indices().writes();
        start.run();
        // What comes before (a rebalance of the worker, joining the group) takes seconds, of any connector.
        await(() -> group.holds(stand.log().ends().size()), TIMEOUT, "joined its group");
        long started = System.nanoTime();
        Usage usage = stand.worker().usage();
        double cpu = CpuTime.secondsOf(stand.server().pid());
        await(() -> group.hasCommitted(stand.log().ends()), LOAD_TIMEOUT, "stored everything");
        return new SinkLoad(
                (System.nanoTime() - started) / 1e9,
                usage.cpuSeconds(),
                CpuTime.secondsOf(stand.server().pid()) - cpu,
                usage.heap(),
                usage.others(),
                stand.indices().writes().minus(before));
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
                        .formatted(
                                group.connector(),
                                what,
                                timeout.toMinutes(),
                                stand.worker().log()));
            }
        }
    }
}
