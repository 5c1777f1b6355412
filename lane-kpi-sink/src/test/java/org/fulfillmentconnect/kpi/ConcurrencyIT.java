package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.fulfillmentconnect.stack.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several tasks on the same lanes and days, some of them on the same records too, while the server and connections die. */
class ConcurrencyIT {
    private static final int TASKS = 4;

    private final TestDatabase database = new TestDatabase();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void tasksThatStartTogetherCreateTheTablesOnce() throws Exception {
        Callable<Boolean> start = () -> {
            new TaskRun(database.settings()).close();
            return true;
        };
        awaitAll(threads.invokeAll(Collections.nCopies(8, start)));
        assertThat(database.number("SELECT count(*) FROM kpi_migration"))
                .isEqualTo(Migration.all().size());
    }

    @Test
    void tasksAndZombiesOnTheSameLanesAddUpWithoutADeadlock() throws Exception {
        List<FulfillmentEvent> events = Histories.of(21, 1500);
        long deadlocks = deadlocks();
        awaitAll(startTasks(events, 100));
        database.assertHolds(new BruteForce(events, Histories.ZONE));
        assertThat(database.digest()).isEqualTo(digestOfCleanRun(events));
        assertThat(deadlocks()).isEqualTo(deadlocks);
    }

    @Test
    void connectionsThatAreCutLoseAndAddNothing() throws Exception {
        List<FulfillmentEvent> events = Histories.of(22, 1500);
        AtomicBoolean done = new AtomicBoolean();
        Future<Integer> cutter = threads.submit(() -> {
            int cut = 0;
            while (!done.get()) {
                cut += (int)
                        database.number("SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity"
                                + " WHERE application_name = 'lane-kpi-sink' ORDER BY random() LIMIT 1) AS any_one");
            }
            return cut;
        });
        List<Future<Integer>> tasks = startTasks(events, 60);
        awaitAll(tasks);
        done.set(true);
        assertThat(cutter.get()).isPositive();
        database.assertHolds(new BruteForce(events, Histories.ZONE));
        assertThat(database.digest()).isEqualTo(digestOfCleanRun(events));
    }

    @Test
    void aServerThatDiesAndComesBackLosesAndAddsNothing() throws Exception {
        List<FulfillmentEvent> events = Histories.of(23, 1500);
        PostgresServer server = TestDatabase.server();
        List<Future<Integer>> tasks = startTasks(events, 20);
        awaitSome("order_facts", 50);
        server.kill();
        server.start();
        awaitSome("order_facts", 300);
        server.restart();
        assertThat(awaitAll(tasks)).isPositive();
        database.assertHolds(new BruteForce(events, Histories.ZONE));
        assertThat(database.digest()).isEqualTo(digestOfCleanRun(events));
    }

    @Test
    void aServerThatHangsIsGivenUpAndTriedAgain() throws Exception {
        List<FulfillmentEvent> events = Histories.of(25, 200);
        Map<String, String> settings = database.settings();
        settings.put("connection.timeout.ms", "1000");
        settings.put("statement.timeout.ms", "500");
        PostgresServer server = TestDatabase.server();
        try (TaskRun run = new TaskRun(settings)) {
            run.put(TaskRun.records(events, 0));
            server.suspend();
            Future<?> delivery = threads.submit(run::drain);
            Awaitility.await().until(() -> run.pauses() > 0);
            server.resume();
            delivery.get();
        } finally {
            server.resume();
        }
        database.assertHolds(new BruteForce(events, Histories.ZONE));
    }

    @Test
    void aTaskStartsWhileTheServerIsAwayAndWaits() throws Exception {
        List<FulfillmentEvent> events = Histories.of(24, 50);
        PostgresServer server = TestDatabase.server();
        Map<String, String> settings = database.settings();
        server.stop();
        Future<?> delivery;
        try (TaskRun run = new TaskRun(settings)) {
            delivery = threads.submit(() -> run.deliver(TaskRun.records(events, 0), 100));
            Awaitility.await().until(() -> run.pauses() > 3);
            assertThat(run.timeout()).isPositive();
            server.start();
            delivery.get();
        } finally {
            if (!server.isRunning()) {
                server.start();
            }
        }
        database.assertHolds(new BruteForce(events, Histories.ZONE));
    }

    /** Each task has its own orders; each has a zombie on the same records. */
    private List<Future<Integer>> startTasks(List<FulfillmentEvent> events, int batchSize) {
        List<Future<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 2 * TASKS; i++) {
            int partition = i % TASKS;
            List<FulfillmentEvent> own = new ArrayList<>(events.stream()
                    .filter(event -> Math.floorMod(event.orderId().hashCode(), TASKS) == partition)
                    .toList());
            Collections.shuffle(own, new Random(i));
            List<SinkRecord> records = TaskRun.records(own, partition);
            tasks.add(threads.submit(() -> {
                try (TaskRun run = new TaskRun(database.settings())) {
                    run.deliver(records, batchSize);
                    return run.pauses();
                }
            }));
        }
        return tasks;
    }

    private static <T> int awaitAll(List<Future<T>> futures) throws InterruptedException, ExecutionException {
        int sum = 0;
        for (Future<T> future : futures) {
            sum += future.get() instanceof Integer number ? number : 0;
        }
        return sum;
    }

    private void awaitSome(String table, int rows) {
        Awaitility.await().ignoreExceptions().until(() -> database.number("SELECT count(*) FROM " + table) >= rows);
    }

    private long deadlocks() throws SQLException {
        return database.number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
    }

    private static String digestOfCleanRun(List<FulfillmentEvent> events) throws SQLException {
        TestDatabase clean = new TestDatabase();
        try (TaskRun run = new TaskRun(clean.settings())) {
            run.deliver(TaskRun.records(events, 0), events.size());
        }
        return clean.digest();
    }
}
