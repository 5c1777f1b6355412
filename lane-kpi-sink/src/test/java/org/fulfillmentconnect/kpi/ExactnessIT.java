package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Random histories, delivered by tasks that interleave, hang and die while statements fail, leave what a clean pass leaves.
 *
 * <p>{@code -Dkpi.histories=20000} tries so many; {@code -Dkpi.seed=...} with {@code -Dkpi.histories=1} repeats one.
 */
class ExactnessIT {
    private static final int HISTORIES = Integer.getInteger("kpi.histories", 700);
    private static final long FIRST_SEED = Long.getLong("kpi.seed", System.currentTimeMillis() << 20);
    private static final int AT_ONCE = 2;
    private static final List<Fault> FAULTS = List.of(Fault.values());

    private final AtomicInteger taken = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    });

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void theTablesAreAFunctionOfTheEventsWhateverHappensToTheTasks() throws Exception {
        long start = System.nanoTime();
        List<Worker> workers = Stream.generate(Worker::new).limit(AT_ONCE).toList();
        for (Future<?> worker : threads.invokeAll(workers)) {
            worker.get();
        }
        long faults = workers.stream().mapToLong(worker -> worker.faults).sum();
        long lockWaits = workers.stream().mapToLong(worker -> worker.lockWaits).sum();
        System.out.printf(
                "%d histories, %d boundaries, %d faults, %d waits for locks in %.1f s%n",
                HISTORIES,
                workers.stream().mapToLong(worker -> worker.boundaries).sum(),
                faults,
                lockWaits,
                (System.nanoTime() - start) / 1e9);
        if (HISTORIES >= 100) {
            assertThat(faults).isGreaterThan(HISTORIES);
            assertThat(lockWaits).isPositive();
        }
    }

    /** Takes one history after the other, with tables of its own. */
    private final class Worker implements Callable<Boolean> {
        private final TestDatabase database = new TestDatabase().reusingConnections();
        private final TestDatabase clean = new TestDatabase().reusingConnections();
        private final ConnectionSource connections =
                new ReusedConnections(Database.of(new LaneKpiSinkConfig(database.settings())));
        private long boundaries;
        private long faults;
        private long lockWaits;

        @Override
        public Boolean call() throws SQLException {
            new TaskRun(database.settings()).close();
            try (Sessions sessions = new Sessions(database);
                    TaskRun cleanRun = new TaskRun(clean.settings())) {
                for (int number = taken.getAndIncrement(); number < HISTORIES; number = taken.getAndIncrement()) {
                    check(FIRST_SEED + number, sessions, cleanRun);
                }
            } finally {
                // One failure is enough.
                taken.set(HISTORIES);
            }
            return true;
        }

        private void check(long seed, Sessions sessions, TaskRun cleanRun) {
            Random random = new Random(seed);
            List<FulfillmentEvent> events = Histories.of(seed, 5 + random.nextInt(26));
            Map<String, String> settings = database.settings();
            settings.put("linger.ms", "1000");
            settings.put("batch.max.records", String.valueOf(1 + random.nextInt(60)));
            FaultyRun run = new FaultyRun(seed, settings, connections, faults(random), sessions, threads);
            try {
                database.empty();
                run.deliver(partitions(events, random));
                assertThat(run.conflicts())
                        .as("deadlocks and serialization failures")
                        .isEmpty();
                database.assertHolds(new BruteForce(events, Histories.ZONE));
                clean.empty();
                cleanRun.deliver(TaskRun.records(events, 0), events.size());
                assertThat(database.digest()).isEqualTo(clean.digest());
            } catch (SQLException | InterruptedException | RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "fails with -Dkpi.histories=1 -Dkpi.seed=%d; faults, with the number of the boundary: %s"
                                .formatted(seed, run.struck()),
                        e);
            }
            boundaries += run.passed().size();
            faults += run.struck().size();
            lockWaits += run.lockWaits();
        }
    }

    /** Any number of them, most often a few, at boundaries far apart or close together. */
    private static Map<Integer, Fault> faults(Random random) {
        Map<Integer, Fault> faults = new HashMap<>();
        int distance = 5 + random.nextInt(60);
        int boundary = 0;
        for (int i = random.nextInt(8); i > 0; i--) {
            boundary += 1 + random.nextInt(distance);
            faults.put(boundary, FAULTS.get(random.nextInt(FAULTS.size())));
        }
        return faults;
    }

    /** All events, some of them more than once, in any order; those of an order in one partition. */
    private static List<Partition> partitions(List<FulfillmentEvent> events, Random random) {
        int count = 1 + random.nextInt(3);
        List<Partition> partitions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            List<FulfillmentEvent> arrivals = new ArrayList<>(events.stream()
                    .filter(event -> Math.floorMod(event.orderId().hashCode(), count) == number)
                    .toList());
            for (int again = random.nextInt(1 + arrivals.size()); again > 0; again--) {
                arrivals.add(arrivals.get(random.nextInt(arrivals.size())));
            }
            Collections.shuffle(arrivals, random);
            partitions.add(new Partition(number, TaskRun.records(arrivals, number)));
        }
        return partitions;
    }
}
