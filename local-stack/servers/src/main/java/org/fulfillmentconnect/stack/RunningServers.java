package org.fulfillmentconnect.stack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Stops what still runs when this process ends: the last started first, as a worker needs its broker to stop. */
final class RunningServers {
    private static final List<ServerProcess> PROCESSES = new ArrayList<>();
    private static boolean shuttingDown;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(RunningServers::stopAll, "stop-servers"));
    }

    private RunningServers() {}

    static void register(ServerProcess process) {
        synchronized (PROCESSES) {
            PROCESSES.add(process);
        }
    }

    static void forget(ServerProcess process) {
        synchronized (PROCESSES) {
            PROCESSES.remove(process);
        }
    }

    static void refuseWhileShuttingDown(String server) {
        synchronized (PROCESSES) {
            if (shuttingDown) {
                throw new ServerException(server + " is not started: the process that would start it is ending");
            }
        }
    }

    private static void stopAll() {
        List<ServerProcess> processes;
        synchronized (PROCESSES) {
            shuttingDown = true;
            processes = new ArrayList<>(PROCESSES);
        }
        Collections.reverse(processes);
        processes.forEach(ServerProcess::stop);
    }
}
