package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.fulfillmentconnect.kpi.ProbedConnections.Boundary;
import org.fulfillmentconnect.kpi.ProbedConnections.Probe;
import org.jspecify.annotations.Nullable;

/** Tasks, one to a partition, that are interleaved and struck by faults, with successors for those that die or hang. */
final class FaultyRun {
    private final long seed;
    private final Map<String, String> settings;
    private final Map<Integer, Fault> faults;
    private final ConnectionSource connections;
    private final Sessions sessions;
    private final Interleaving interleaving;
    private final AtomicInteger deliveries = new AtomicInteger();
    private final List<Boundary> passed = Collections.synchronizedList(new ArrayList<>());
    private final List<String> struck = Collections.synchronizedList(new ArrayList<>());
    private final List<SQLException> conflicts = Collections.synchronizedList(new ArrayList<>());

    /** @param faults by the number of the boundary at which they strike, counted over all tasks from 0 */
    FaultyRun(
            long seed,
            Map<String, String> settings,
            ConnectionSource connections,
            Map<Integer, Fault> faults,
            Sessions sessions,
            Executor threads) {
        this.connections = connections;
        this.seed = seed;
        this.settings = settings;
        this.faults = faults;
        this.sessions = sessions;
        this.interleaving = new Interleaving(seed, sessions, threads);
    }

    /** Delivers all records, whatever strikes. */
    void deliver(List<Partition> partitions) throws SQLException, InterruptedException {
        partitions.forEach(this::assign);
        interleaving.run();
    }

    /** In the order in which the tasks passed them. */
    List<Boundary> passed() {
        return passed;
    }

    /** The faults that came to pass, and where, in words. */
    List<String> struck() {
        return struck;
    }

    /** How often a task waited for what another one had locked. */
    int lockWaits() {
        return interleaving.lockWaits();
    }

    /** Deadlocks and serialization failures that came about by themselves. */
    List<SQLException> conflicts() {
        return conflicts;
    }

    private void assign(Partition partition) {
        interleaving.add(actor -> {
            boolean died;
            int generation;
            do {
                generation = partition.assign();
                Random random = new Random(seed + deliveries.incrementAndGet());
                died = false;
                try {
                    new Delivery(partition, generation, random)
                            .run(settings, new ProbedConnections(connections, probe(actor, partition)));
                } catch (Fault.TaskDeath e) {
                    died = true;
                }
            } while (died && partition.belongsTo(generation));
        });
    }

    private Probe probe(Interleaving.Actor actor, Partition partition) {
        return new Probe() {
            @Override
            public void at(Boundary boundary, @Nullable Connection real) throws SQLException {
                actor.step(real == null ? 0 : Sessions.idOf(real));
                int number;
                synchronized (passed) {
                    number = passed.size();
                    passed.add(boundary);
                }
                Fault fault = faults.get(number);
                if (fault == null) {
                    return;
                }
                struck.add(fault + " " + boundary + " (" + number + ")");
                if (fault.freezes()) {
                    assign(partition);
                    actor.freeze();
                }
                fault.strike(boundary, real, sessions);
            }

            @Override
            public void failed(SQLException error) {
                if (SqlFailure.of(error) == SqlFailure.REPEAT) {
                    conflicts.add(error);
                }
            }
        };
    }
}
