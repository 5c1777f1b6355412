package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A server that runs as a process of this machine, or in a container of it where {@code FULFILLMENT_SERVERS} is
 * {@code containers}; its data outlives its stop and its death.
 */
public abstract sealed class Server implements AutoCloseable
        permits KafkaBroker, ConnectWorker, ElasticsearchServer, PostgresServer {
    private static final Duration READY_TIMEOUT = Duration.ofMinutes(3);

    private final ServerRun run;

    Server(ServerRun run) {
        this.run = run;
    }

    /**
     * Starts the server again after {@link #stop()} or {@link #kill()}, on the same data and port, and waits until it serves.
     *
     * @throws ServerException if it ends or does not serve within 3 minutes; with the end of its log
     */
    public final void start() {
        run.start();
        run.awaitReady(this::isReady, READY_TIMEOUT);
    }

    /** Stops the server in order, and by force after 30 s. Nothing happens where it does not run. */
    public final void stop() {
        run.stop();
    }

    /** Ends the server and its children at once with SIGKILL, as a crash would. */
    public final void kill() {
        run.kill();
    }

    /** Stops and starts the server on the same data and port. */
    public final void restart() {
        stop();
        start();
    }

    /** Halts the server with all its processes: it keeps its connections and answers nothing, until {@link #resume()}. */
    public final void suspend() {
        run.suspend();
    }

    /** Lets a suspended server go on. */
    public final void resume() {
        run.resume();
    }

    /** Whether its process lives; a suspended one does. */
    public final boolean isRunning() {
        return run.isRunning();
    }

    /** The id of its process, of the last one where it does not run. */
    public final long pid() {
        return run.pid();
    }

    /** The id of its process as the server itself sees it. */
    final long ownPid() {
        return run.ownPid();
    }

    /** The file that takes its output. */
    public final Path log() {
        return run.spec().log();
    }

    /** Stops the server for good. Its data stay in the stack folder. */
    @Override
    public final void close() {
        stop();
        RunningServers.forget(run);
    }

    abstract boolean isReady() throws IOException, InterruptedException;
}
