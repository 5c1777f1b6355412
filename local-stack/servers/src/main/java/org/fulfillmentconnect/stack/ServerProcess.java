package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One server's process: started, stopped, killed and started again with the same command. */
final class ServerProcess {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
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
    private @Nullable Process process;
    private long logStart;

    ServerProcess(Spec spec) {
        this.spec = spec;
        RunningServers.register(this);
    }

    Spec spec() {
        return spec;
    }

    synchronized void start() {
        if (isRunning()) {
            throw new ServerException(spec.name() + " is running already");
        }
        RunningServers.refuseWhileShuttingDown(spec.name());
        try {
            logStart = Files.exists(spec.log()) ? Files.size(spec.log()) : 0;
        } catch (IOException e) {
            throw new ServerException("cannot read the log " + spec.log(), e);
        }
        process = Launcher.start(builder(spec, Launcher.inOwnSession(spec.command())));
    }

    /** Runs a command of the server's own tools to its end, with the same environment and log. */
    static void runToEnd(Spec spec, List<String> command) {
        var step = new ServerProcess(
                new Spec(spec.name(), command, spec.environment(), spec.folder(), spec.log(), "TERM"));
        step.start();
        Process running = step.running();
        try {
            if (running.waitFor() != 0) {
                throw step.failure("could not be set up: exit code " + running.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            step.kill();
            throw step.failure("interrupted while it was set up");
        } finally {
            RunningServers.forget(step);
        }
    }

    /** Waits until the server serves; where it does not, it is killed and the end of its log quoted. */
    void awaitReady(Readiness readiness, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Process started = running();
        try {
            while (!serves(readiness)) {
                if (started.waitFor(100, TimeUnit.MILLISECONDS)) {
                    throw failure("ended with exit code " + started.exitValue() + " before it was ready");
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

    synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    synchronized long pid() {
        return running().pid();
    }

    /** Asks for an orderly end, and kills what has not ended after 30 s. */
    synchronized void stop() {
        if (process == null) {
            return;
        }
        List<ProcessHandle> tree = tree(process);
        // A suspended process takes no other signal before it goes on.
        signal("CONT", tree);
        signal(spec.stopSignal(), List.of(process.toHandle()));
        if (!endWithin(process, List.of(), STOP_TIMEOUT) || !endWithin(process, tree, Duration.ofSeconds(5))) {
            killAll(process, tree);
        }
    }

    /** Ends the process and its children at once, as a crash would. */
    synchronized void kill() {
        if (process != null) {
            killAll(process, tree(process));
        }
    }

    /** Stops the process and its children where they are, as a machine that hangs would: connections stay open. */
    synchronized void suspend() {
        signal("STOP", tree(running()));
    }

    synchronized void resume() {
        signal("CONT", tree(running()));
    }

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

    private synchronized Process running() {
        if (process == null) {
            throw new ServerException(spec.name() + " is not running");
        }
        return process;
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

    private static ProcessBuilder builder(Spec spec, List<String> command) {
        var builder = new ProcessBuilder(command)
                .directory(spec.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
        // What the launcher's own environment holds besides is none of a server's business.
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ"));
        builder.environment().putAll(spec.environment());
        return builder;
    }

    private static List<ProcessHandle> tree(Process root) {
        List<ProcessHandle> handles = new ArrayList<>(List.of(root.toHandle()));
        try (Stream<ProcessHandle> children = root.descendants()) {
            children.forEach(handles::add);
        }
        return handles;
    }

    private static void killAll(Process root, List<ProcessHandle> tree) {
        tree.forEach(ProcessHandle::destroyForcibly);
        endWithin(root, tree, Duration.ofSeconds(10));
    }

    private static boolean endWithin(Process root, List<ProcessHandle> tree, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        // The process itself is asked too: its own view of its end comes a little after its handle's.
        while (root.isAlive() || tree.stream().anyMatch(ProcessHandle::isAlive)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private static void signal(String signal, List<ProcessHandle> handles) {
        // The shell's own kill: the program of that name is missing on small machines.
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -" + signal + " \"$@\"", "sh"));
        handles.stream().filter(ProcessHandle::isAlive).forEach(handle -> command.add(Long.toString(handle.pid())));
        if (command.size() == 4) {
            return;
        }
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new ServerException("cannot send the signal " + signal, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
