package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server as a process of this machine. */
final class ServerProcess extends ServerRun {
    private @Nullable Process process;

    ServerProcess(Spec spec) {
        super(spec);
    }

    @Override
    synchronized void launch() {
        process = Launcher.start(builder(spec(), Launcher.inOwnSession(spec().command())));
    }

    @Override
    OptionalInt exitCodeWithin(Duration timeout) throws InterruptedException {
        Process started = running();
        return started.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)
                ? OptionalInt.of(started.exitValue())
                : OptionalInt.empty();
    }

    @Override
    synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    @Override
    synchronized long pid() {
        return running().pid();
    }

    @Override
    long ownPid() {
        return pid();
    }

    @Override
    synchronized void stop() {
        if (process == null) {
            return;
        }
        List<ProcessHandle> tree = tree(process);
        // A suspended process takes no other signal before it goes on.
        signal("CONT", tree);
        signal(spec().stopSignal(), List.of(process.toHandle()));
        if (!endWithin(process, List.of(), STOP_TIMEOUT) || !endWithin(process, tree, Duration.ofSeconds(5))) {
            killAll(process, tree);
        }
    }

    @Override
    synchronized void kill() {
        if (process != null) {
            killAll(process, tree(process));
        }
    }

    @Override
    synchronized void suspend() {
        signal("STOP", tree(running()));
    }

    @Override
    synchronized void resume() {
        signal("CONT", tree(running()));
    }

    private synchronized Process running() {
        if (process == null) {
            throw new ServerException(spec().name() + " is not running");
        }
        return process;
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
