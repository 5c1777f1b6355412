package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.fulfillmentconnect.stack.ConnectRest;

/** One load of a filled log into indices that are not there yet, by a connector of its own. */
final class SoakLoad {
    static final int TASKS = 2;

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration LOAD_TIMEOUT = Duration.ofMinutes(10);
    private static final long LOOK_MILLIS = 20;

    private final ProjectedIndices indices;
    private final FilledLog log;
    private final ConnectRest rest;
    private final String connector;
    private final SinkGroup group;

    /**
     * A load that begins.
     *
     * @param rest of a worker that nothing happens to
     */
    SoakLoad(
            BenchBroker broker,
            ProjectedIndices indices,
            FilledLog log,
            ConnectRest rest,
            JsonNode shipped,
            String connector) {
        this.indices = indices;
        this.log = log;
        this.rest = rest;
        this.connector = connector;
        this.group = new SinkGroup(broker, connector, log.topic());
        ObjectNode config = shipped.deepCopy();
        config.put("name", connector);
        config.put("topics", log.topic());
        config.put("tasks.max", Integer.toString(TASKS));
        rest.putConfig(connector, config);
    }

    /** Waits until all tasks run. */
    void awaitRunning() throws InterruptedException {
        rest.awaitRunning(connector, TIMEOUT);
        await(() -> StatusWatch.areRunning(rest.status(connector), TASKS), TIMEOUT, "all tasks running");
    }

    /** Waits until this share of the events is stored. */
    void awaitStored(double share) throws InterruptedException {
        await(
                () -> indices.writes().timeline() >= share * log.events(),
                LOAD_TIMEOUT,
                "stored as much as was waited for");
    }

    /** Waits until those of the group that are left have shared out the partitions of one that is silent. */
    void awaitSuccessor() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(SoakWorker.SESSION_TIMEOUT.toMillis());
        await(() -> group.holds(log.ends().size()), TIMEOUT, "shared out its partitions anew");
    }

    boolean isComplete() {
        return group.hasCommitted(log.ends());
    }

    StatusWatch watch() {
        return new StatusWatch(rest, connector, TASKS);
    }

    /**
     * Waits for the end, removes the connector, and then the indices.
     *
     * @return the digests of both
     */
    List<String> finish() throws InterruptedException {
        await(this::isComplete, LOAD_TIMEOUT, "stored everything");
        awaitRunning();
        rest.stop(connector);
        await(() -> StatusWatch.isStopped(rest.status(connector)), TIMEOUT, "stopped");
        List<String> digests = indices.digests();
        rest.delete(connector);
        for (String alias : indices.aliases()) {
            indices.delete(alias);
        }
        return digests;
    }

    private void await(BooleanSupplier reached, Duration timeout, String what) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!reached.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%s had not %s after %d min".formatted(connector, what, timeout.toMinutes()));
            }
        }
    }
}
