package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Starts child processes so that they do not outlive this one, as far as the platform allows. */
final class Launcher {
    private static final int NOBODY = 65_534;

    // A parent death signal fires when the thread that started the child ends, so one thread starts them all and lives
    // as long as the process.
    private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(task -> {
        var thread = new Thread(task, "server-starter");
        thread.setDaemon(true);
        return thread;
    });

    private static final boolean ROOT = isRoot();
    private static final boolean DIES_WITH_PARENT = runs("setpriv", "--pdeathsig", "KILL", "true");
    private static final boolean OWN_SESSION = runs("setsid", "true");

    private Launcher() {}

    static Process start(ProcessBuilder builder) {
        try {
            return STARTER.submit(builder::start).get();
        } catch (ExecutionException e) {
            throw new ServerException(
                    "cannot start %s".formatted(builder.command().get(0)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while starting a process", e);
        }
    }

    /** The command, changed so that the child dies with this process also where this one is killed. */
    static List<String> dyingWithParent(List<String> command) {
        return DIES_WITH_PARENT ? concat(List.of("setpriv", "--pdeathsig", "KILL"), command) : command;
    }

    /**
     * The command in a session of its own: a Ctrl-C in the terminal then reaches this process alone, and its shutdown hook
     * stops the servers in their order.
     */
    static List<String> inOwnSession(List<String> command) {
        return OWN_SESSION ? concat(List.of("setsid"), command) : command;
    }

    /**
     * The command for a server that refuses to run as root: under root it drops to an unprivileged user. Paths are what that
     * user must reach; where one is closed to others (under {@code /root}, or in a private temporary folder) the process
     * keeps the one capability to pass file permissions, and is otherwise as unprivileged.
     */
    static List<String> neverAsRoot(String server, List<String> command, Path... paths) {
        if (!ROOT) {
            return dyingWithParent(command);
        }
        if (!DIES_WITH_PARENT) {
            throw new ServerException(
                    server + " does not run as root: expected setpriv (util-linux) on PATH to start it as"
                            + " another user; install it, or run as an ordinary user");
        }
        List<String> drop = new ArrayList<>(
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--pdeathsig", "KILL"));
        for (Path path : paths) {
            if (!isOpenToOthers(path)) {
                // Without the secure bit, programs that ask access(2) first are told what the user may without it.
                drop.addAll(List.of(
                        "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"));
                break;
            }
        }
        return concat(drop, command);
    }

    /** Gives a file or folder to the user that {@link #neverAsRoot} runs as. */
    static void giveToServerUser(Path path) throws IOException {
        if (ROOT) {
            Files.setAttribute(path, "unix:uid", NOBODY);
            Files.setAttribute(path, "unix:gid", NOBODY);
        }
    }

    private static boolean isOpenToOthers(Path path) {
        try {
            Path real = path.toRealPath();
            for (Path folder = real.getParent(); folder != null; folder = folder.getParent()) {
                if ((mode(folder) & 0001) == 0) {
                    return false;
                }
            }
            return (mode(real) & 0004) != 0 || owner(real) == NOBODY;
        } catch (IOException e) {
            return false;
        }
    }

    private static int mode(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode");
    }

    private static int owner(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid");
    }

    private static boolean isRoot() {
        // The owner of what we create is who we are, also where no user name is known.
        try {
            Path probe = Files.createTempFile("owner", null);
            try {
                return owner(probe) == 0;
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            return Optional.ofNullable(System.getProperty("user.name"))
                    .filter("root"::equals)
                    .isPresent();
        }
    }

    private static boolean runs(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
