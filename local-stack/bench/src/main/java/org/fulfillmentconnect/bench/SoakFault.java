package org.fulfillmentconnect.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What happens in the middle of a load. */
enum SoakFault {
    /** A worker dies and comes back. */
    WORKER_KILL,
    /** A worker is stopped until others have its partitions, and then goes on with what it had begun. */
    ZOMBIE,
    /** The node dies and comes back. */
    NODE_KILL;

    /**
     * One fault.
     *
     * @param at which share of the events is stored when it happens
     * @param worker which of two is hit
     */
    record Planned(SoakFault fault, double at, int worker) {
        /** For people. */
        @Override
        public String toString() {
            String what = switch (fault) {
                case WORKER_KILL -> "worker %d killed".formatted(worker + 1);
                case ZOMBIE -> "worker %d halted and continued".formatted(worker + 1);
                case NODE_KILL -> "node killed";
            };
            return "%s when %.0f %% were stored".formatted(what, at * 100);
        }
    }

    /** Each fault once in every three, in a new order each time. */
    static List<Planned> plan(Random random, int rounds) {
        List<Planned> plan = new ArrayList<>();
        List<SoakFault> next = new ArrayList<>();
        while (plan.size() < rounds) {
            if (next.isEmpty()) {
                next.addAll(List.of(values()));
                Collections.shuffle(next, random);
            }
            plan.add(new Planned(next.remove(0), 0.02 + 0.6 * random.nextDouble(), random.nextInt(2)));
        }
        return plan;
    }
}
