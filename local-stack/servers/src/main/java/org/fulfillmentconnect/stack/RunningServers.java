package org.fulfillmentconnect.stack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Stops what still runs when this process ends: the last started first, as a worker needs its broker to stop. */
final class RunningServers {
    private static final List<ServerRun> RUNS = new ArrayList<>();
    private static boolean shuttingDown;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(RunningServers::stopAll, "stop-servers"));
    }

    private RunningServers() {}

    static void register(ServerRun run) {
        synchronized (RUNS) {
            RUNS.add(run);
        }
    }

    static void forget(ServerRun run) {
        synchronized (RUNS) {
            RUNS.remove(run);
        }
    }

    static void refuseWhileShuttingDown(String server) {
        synchronized (RUNS) {
            if (shuttingDown) {
                throw new ServerException(server + " is not started: the process that would start it is ending");
            }
        }
    }

    private static void stopAll() {
        List<ServerRun> runs;
        synchronized (RUNS) {
            shuttingDown = true;
            runs = new ArrayList<>(RUNS);
        }
        Collections.reverse(runs);
        runs.forEach(ServerRun::stop);
    }
}
