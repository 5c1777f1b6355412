package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A server that runs as a process of this machine; its data outlives its stop and its death. */
public abstract sealed class Server implements AutoCloseable
        permits KafkaBroker, ConnectWorker, ElasticsearchServer, PostgresServer {
    private static final Duration READY_TIMEOUT = Duration.ofMinutes(3);

    private final ServerProcess process;

    Server(ServerProcess process) {
        this.process = process;
    }

    /**
     * Starts the server again after {@link #stop()} or {@link #kill()}, on the same data and port, and waits until it serves.
     *
     * @throws ServerException if it ends or does not serve within 3 minutes; with the end of its log
     */
    public final void start() {
        process.start();
        process.awaitReady(this::isReady, READY_TIMEOUT);
    }

    /** Stops the server in order, and by force after 30 s. Nothing happens where it does not run. */
    public final void stop() {
        process.stop();
    }

    /** Ends the server and its children at once with SIGKILL, as a crash would. */
    public final void kill() {
        process.kill();
    }

    /** Stops and starts the server on the same data and port. */
    public final void restart() {
        stop();
        start();
    }

    /** Halts the server with SIGSTOP: it keeps its connections and answers nothing, until {@link #resume()}. */
    public final void suspend() {
        process.suspend();
    }

    /** Lets a suspended server go on. */
    public final void resume() {
        process.resume();
    }

    /** Whether its process lives; a suspended one does. */
    public final boolean isRunning() {
        return process.isRunning();
    }

    /** The id of its process, of the last one where it does not run. */
    public final long pid() {
        return process.pid();
    }

    /** The file that takes its output. */
    public final Path log() {
        return process.spec().log();
    }

    /** Stops the server for good. Its data stay in the stack folder. */
    @Override
    public final void close() {
        stop();
        RunningServers.forget(process);
    }

    abstract boolean isReady() throws IOException, InterruptedException;
}
