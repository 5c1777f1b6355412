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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Random histories, delivered by tasks that interleave, hang and die while statements fail, leave what a clean pass leaves.
 *
 * <p>{@code -Dkpi.histories=20000} tries so many; {@code -Dkpi.seed=...} with {@code -Dkpi.histories=1} repeats one.
 */
class ExactnessIT {
    private static final int HISTORIES = Integer.getInteger("kpi.histories", 1000);
    private static final long FIRST_SEED = Long.getLong("kpi.seed", System.currentTimeMillis() << 20);
    private static final int AT_ONCE = 2;
    private static final List<Fault> FAULTS = List.of(Fault.values());

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
        AtomicInteger taken = new AtomicInteger();
        AtomicLong faults = new AtomicLong();
        AtomicLong boundaries = new AtomicLong();
        long start = System.nanoTime();
        Callable<Boolean> worker = () -> {
            TestDatabase database = new TestDatabase().reusingConnections();
            TestDatabase clean = new TestDatabase().reusingConnections();
            new TaskRun(database.settings()).close();
            ConnectionSource connections =
                    new ReusedConnections(Database.of(new LaneKpiSinkConfig(database.settings())));
            try (Sessions sessions = new Sessions(database);
                    TaskRun cleanRun = new TaskRun(clean.settings())) {
                for (int number = taken.getAndIncrement(); number < HISTORIES; number = taken.getAndIncrement()) {
                    FaultyRun run = check(FIRST_SEED + number, database, connections, sessions, clean, cleanRun);
                    faults.addAndGet(run.struck().size());
                    boundaries.addAndGet(run.passed().size());
                }
            } finally {
                // One failure is enough.
                taken.set(HISTORIES);
            }
            return true;
        };
        awaitAll(threads.invokeAll(Collections.nCopies(Math.min(AT_ONCE, HISTORIES), worker)));
        System.out.printf(
                "%d histories, %d boundaries, %d faults in %.1f s%n",
                HISTORIES, boundaries.get(), faults.get(), (System.nanoTime() - start) / 1e9);
        assertThat(faults.get()).isGreaterThanOrEqualTo(HISTORIES);
    }

    private FaultyRun check(
            long seed,
            TestDatabase database,
            ConnectionSource connections,
            Sessions sessions,
            TestDatabase clean,
            TaskRun cleanRun) {
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
            return run;
        } catch (SQLException | InterruptedException | RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "fails with -Dkpi.histories=1 -Dkpi.seed=%d; faults, with the number of the boundary: %s"
                            .formatted(seed, run.struck()),
                    e);
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

    private static void awaitAll(List<Future<Boolean>> futures) throws InterruptedException, ExecutionException {
        for (Future<Boolean> future : futures) {
            future.get();
        }
    }
}
