package org.fulfillmentconnect.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What happens to a server of the cluster in the middle of a replay. */
enum ClusterFault {
    /** A worker dies and comes back. */
    WORKER_KILL,
    /** A worker is stopped until others have its tasks, and then goes on with what it had begun. */
    ZOMBIE,
    /** A broker dies and comes back. */
    BROKER_KILL,
    /** Elasticsearch dies and comes back. */
    ELASTICSEARCH_KILL,
    /** PostgreSQL dies and comes back. */
    POSTGRES_KILL;

    private static final int LONGEST_MILLIS = 6_000;

    /**
     * One fault.
     *
     * @param after how long after the one before it is over
     * @param server which of the three workers or brokers is hit
     * @param length how long it lasts; that of a worker, once others have its tasks
     */
    record Planned(ClusterFault fault, Duration after, int server, Duration length) {
        /** For people. */
        @Override
        public String toString() {
            return switch (fault) {
                case WORKER_KILL -> "worker %d killed".formatted(server + 1);
                case ZOMBIE -> "worker %d halted and continued".formatted(server + 1);
                case BROKER_KILL -> "broker %d killed".formatted(server + 1);
                case ELASTICSEARCH_KILL -> "Elasticsearch killed";
                case POSTGRES_KILL -> "PostgreSQL killed";
            };
        }
    }

    /** Each fault once in every five, in a new order each time. */
    static List<Planned> plan(Random random, int faults) {
        List<Planned> plan = new ArrayList<>();
        List<ClusterFault> next = new ArrayList<>();
        while (plan.size() < faults) {
            if (next.isEmpty()) {
                next.addAll(List.of(values()));
                Collections.shuffle(next, random);
            }
            plan.add(new Planned(
                    next.remove(0),
                    Duration.ofMillis(random.nextInt(LONGEST_MILLIS)),
                    random.nextInt(Cluster.SIZE),
                    Duration.ofMillis(random.nextInt(LONGEST_MILLIS))));
        }
        return plan;
    }
}
