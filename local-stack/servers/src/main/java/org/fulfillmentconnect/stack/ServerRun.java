package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** One server as it runs: started, stopped, killed and started again with the same command. */
abstract sealed class ServerRun permits ServerProcess, ServerContainer {
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final int QUOTED_LINES = 20;
    private static final int QUOTED_BYTES = 16_384;

    /** Whether the server serves; a failure to ask it means not yet. */
    @FunctionalInterface
    interface Readiness {
        boolean isReady() throws IOException, InterruptedException;
    }

    /**
     * What to run.
     *
     * @param name names the server in messages, its log and its folder
     * @param command the program and its arguments
     * @param environment beside what every process needs (PATH and the like), all that it sees; never logged
     * @param folder the working folder
     * @param log standard output and error go to the end of it
     * @param stopSignal the signal that asks for an orderly end
     */
    record Spec(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path folder,
            Path log,
            String stopSignal) {
        Spec {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }

        /** Without the environment, which may hold secrets. */
        @Override
        public String toString() {
            return "Spec[" + name + ", log=" + log + "]";
        }
    }

    private final Spec spec;
    private long logStart;

    ServerRun(Spec spec) {
        this.spec = spec;
        RunningServers.register(this);
    }

    final Spec spec() {
        return spec;
    }

    final synchronized void start() {
        if (isRunning()) {
            throw new ServerException(spec.name() + " is running already");
        }
        RunningServers.refuseWhileShuttingDown(spec.name());
        try {
            logStart = Files.exists(spec.log()) ? Files.size(spec.log()) : 0;
        } catch (IOException e) {
            throw new ServerException("cannot read the log " + spec.log(), e);
        }
        launch();
    }

    /** Waits until it ends; used for a step of a server's own tools. */
    final void runToEnd() {
        start();
        try {
            OptionalInt exitCode;
            do {
                exitCode = exitCodeWithin(LOOK_AGAIN);
            } while (exitCode.isEmpty());
            if (exitCode.getAsInt() != 0) {
                throw failure("could not be set up: exit code " + exitCode.getAsInt());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted while it was set up");
        } finally {
            kill();
            RunningServers.forget(this);
        }
    }

    /** Waits until the server serves; where it does not, it is killed and the end of its log quoted. */
    final void awaitReady(Readiness readiness, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (!serves(readiness)) {
                OptionalInt exitCode = exitCodeWithin(LOOK_AGAIN);
                if (exitCode.isPresent()) {
                    throw failure("ended with exit code " + exitCode.getAsInt() + " before it was ready");
                }
                if (System.nanoTime() > deadline) {
                    throw failure("was not ready within " + timeout.toSeconds() + " s");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
            throw failure("interrupted before it was ready");
        } catch (ServerException e) {
            kill();
            throw e;
        }
    }

    private static boolean serves(Readiness readiness) throws InterruptedException {
        try {
            return readiness.isReady();
        } catch (IOException e) {
            return false;
        }
    }

    /** Starts what does not run. */
    abstract void launch();

    /** Its exit code, where it ends within the time. */
    abstract OptionalInt exitCodeWithin(Duration timeout) throws InterruptedException;

    abstract boolean isRunning();

    /** The id of its process on this machine, of the last one where it does not run. */
    abstract long pid();

    /** The id of its process as it sees it itself. */
    abstract long ownPid();

    /** Asks for an orderly end, and kills what has not ended after 30 s. */
    abstract void stop();

    /** Ends the server and its children at once, as a crash would. */
    abstract void kill();

    /** Stops the server and its children where they are, as a machine that hangs would: connections stay open. */
    abstract void suspend();

    /** Lets it go on; nothing happens where it is not suspended. */
    abstract void resume();

    /** A failure of this server, with the last lines that it wrote since its last start. */
    ServerException failure(String what) {
        var message = new StringBuilder(spec.name())
                .append(' ')
                .append(what)
                .append("; its log is ")
                .append(spec.log());
        List<String> lines = lastLines();
        if (!lines.isEmpty()) {
            message.append(", which ends in:");
            lines.forEach(
                    line -> message.append(System.lineSeparator()).append("  ").append(line));
        }
        return new ServerException(message.toString());
    }

    private List<String> lastLines() {
        try (var log = new RandomAccessFile(spec.log().toFile(), "r")) {
            long from = Math.max(logStart, log.length() - QUOTED_BYTES);
            log.seek(from);
            var bytes = new byte[(int) (log.length() - from)];
            log.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - QUOTED_LINES), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
