package org.fulfillmentconnect.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.fulfillmentconnect.stack.ConnectRest;
import org.fulfillmentconnect.stack.ConnectRestException;
import org.fulfillmentconnect.stack.ConnectWorker;

/** One of the workers of a group that faults happen to. */
record SoakWorker(ConnectWorker server, GcLog gcLog) implements AutoCloseable {
    /** The shortest that a broker allows; a dead or stopped worker holds its groups up for so long. */
    static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

    private static final Duration ATTACH_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration JOIN_TIMEOUT = Duration.ofMinutes(1);
    private static final long LOOK_MILLIS = 100;

    /** Starts a worker. */
    static SoakWorker start(ConnectWorker.Builder worker, String name, Path folder) {
        GcLog gcLog = new GcLog(folder.resolve("logs").resolve(name + "-gc.log"));
        String session = Long.toString(SESSION_TIMEOUT.toMillis());
        String heartbeat = Long.toString(SESSION_TIMEOUT.toMillis() / 4);
        return new SoakWorker(
                worker.jvmOption(gcLog.option())
                        .setting("session.timeout.ms", session)
                        .setting("heartbeat.interval.ms", heartbeat)
                        .setting("consumer.session.timeout.ms", session)
                        .setting("consumer.heartbeat.interval.ms", heartbeat)
                        // The tasks of a worker that is gone move on at once.
                        .setting("scheduled.rebalance.max.delay.ms", "0")
                        // What is stored counts once it is committed.
                        .setting("offset.flush.interval.ms", "500")
                        .start(),
                gcLog);
    }

    ConnectRest rest() {
        return server.rest();
    }

    /** Waits until the worker has joined its group again: it answers, and is not amid a rebalance. */
    void awaitJoined() throws InterruptedException {
        long deadline = System.nanoTime() + JOIN_TIMEOUT.toNanos();
        while (true) {
            try {
                rest().connectors();
                return;
            } catch (ConnectRestException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** What is alive on its heap, in MiB: it is collected for that. */
    long liveHeap() throws IOException, InterruptedException {
        long position = gcLog.position();
        Process collection = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!collection.waitFor(ATTACH_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS) || collection.exitValue() != 0) {
            collection.destroyForcibly();
            throw new IllegalStateException(
                    "jcmd could not have the heap of process %d collected".formatted(server.pid()));
        }
        return gcLog.afterLastFullCollection(position);
    }

    @Override
    public void close() {
        server.close();
    }
}
