package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions other than tasks that are in the way: they lock rows in another order, for long, or make the server give up. */
class ConflictIT {
    private final TestDatabase database = new TestDatabase();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<FulfillmentEvent> events = Histories.of(41, 60);
    private final List<SinkRecord> records = TaskRun.records(events, 0);

    @BeforeEach
    void storeTheFirstHalf() {
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(records.subList(0, records.size() / 2), records.size());
        }
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    /** Otherwise two tasks could each wait for what the other one has locked. */
    @ParameterizedTest
    @MethodSource("tablesWithKeys")
    void locksTheRowsOfATableInTheOrderOfTheirKeys(String table, String key) throws Exception {
        List<FulfillmentEvent> cancellations = events.stream()
                .map(FulfillmentEvent::orderId)
                .distinct()
                .map(orderId -> FulfillmentEvent.of(
                        orderId,
                        Instant.parse("2018-01-01T00:00:00Z"),
                        Instant.parse("2018-03-01T00:00:00Z"),
                        new Facts.OrderCancelled("canceled")))
                .toList();
        String middle = "(SELECT %1$s FROM %2$s ORDER BY %1$s OFFSET (SELECT count(*) / 2 FROM %2$s) LIMIT 1)"
                .formatted(key, table);
        String free = "SELECT count(*) FROM (SELECT FROM %s WHERE (%s) %s %s FOR UPDATE SKIP LOCKED) AS free";
        try (TaskRun run = new TaskRun(database.settings());
                Connection outside = database.connect();
                Statement statement = outside.createStatement()) {
            run.deliver(records, records.size());
            outside.setAutoCommit(false);
            statement.execute("SELECT FROM %s WHERE (%s) = %s FOR UPDATE".formatted(table, key, middle));
            // All orders are cancelled, so all rows of all tables change.
            Future<?> delivery = threads.submit(
                    () -> run.deliver(TaskRun.records(cancellations, 1), records.size() + cancellations.size()));
            awaitWaiting();
            long rows = database.number("SELECT count(*) FROM " + table);
            assertThat(rows).isGreaterThan(4);
            assertThat(number(statement, free.formatted(table, key, "<", middle)))
                    .isZero();
            assertThat(number(statement, free.formatted(table, key, ">", middle)))
                    .isEqualTo(rows - rows / 2 - 1);
            outside.rollback();
            delivery.get();
        }
        assertThat(database.number("SELECT count(*) FROM lane_day")).isZero();
    }

    static Stream<Arguments> tablesWithKeys() {
        return Stream.concat(
                Stream.of(Arguments.of("order_facts", "order_id")),
                DayTable.ALL.stream()
                        .map(table -> Arguments.of(
                                table.tableName(), table.dayColumn() + ", " + String.join(", ", table.nameColumns()))));
    }

    @Test
    void repeatsATransactionThatADeadlockEnds() throws Exception {
        long deadlocks = deadlocks();
        try (TaskRun run = new TaskRun(database.settings());
                Connection outside = database.connect();
                Statement statement = outside.createStatement()) {
            // The task looks for the deadlock first, and so is the one that gives way.
            statement.execute("SET deadlock_timeout = '1min'");
            outside.setAutoCommit(false);
            statement.execute("SELECT * FROM lane_day FOR UPDATE");
            Future<?> delivery = threads.submit(() -> run.deliver(records, records.size()));
            awaitWaiting();
            statement.execute("SELECT * FROM order_facts FOR UPDATE");
            outside.commit();
            delivery.get();
            assertThat(run.pauses()).isZero();
        }
        Awaitility.await().until(() -> deadlocks() > deadlocks);
        database.assertHolds(new BruteForce(events, Histories.ZONE));
    }

    @Test
    void repeatsATransactionThatIsNotSerializable() throws Exception {
        failFirst(4);
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(records, records.size());
            assertThat(run.pauses()).isZero();
        }
        assertThat(database.number("SELECT last_value FROM attempt")).isGreaterThan(4);
        database.assertHolds(new BruteForce(events, Histories.ZONE));
    }

    @Test
    void waitsWhereATransactionAlwaysFails() throws Exception {
        failFirst(5);
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(records, records.size());
            assertThat(run.pauses()).isPositive();
        }
        database.assertHolds(new BruteForce(events, Histories.ZONE));
    }

    @Test
    void givesUpAStatementThatWaitsTooLongForALockAndTriesAgain() throws Exception {
        Map<String, String> settings = database.settings();
        settings.put("statement.timeout.ms", "100");
        try (TaskRun run = new TaskRun(settings);
                Connection outside = database.connect();
                Statement statement = outside.createStatement()) {
            outside.setAutoCommit(false);
            statement.execute("SELECT * FROM lane_day FOR UPDATE");
            Future<?> delivery = threads.submit(() -> run.deliver(records, records.size()));
            Awaitility.await().until(() -> run.pauses() > 0);
            outside.rollback();
            delivery.get();
        }
        database.assertHolds(new BruteForce(events, Histories.ZONE));
    }

    /** Lets the server itself end so many transactions with a serialization failure. */
    private void failFirst(int transactions) throws SQLException {
        database.execute("""
                CREATE SEQUENCE attempt;
                CREATE FUNCTION give_way() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF nextval('%1$s.attempt') <= %2$d THEN
                        RAISE EXCEPTION 'could not serialize' USING ERRCODE = '40001';
                    END IF;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER give_way AFTER INSERT ON lane_day FOR EACH STATEMENT EXECUTE FUNCTION give_way();
                """.formatted(database.schema(), transactions));
    }

    private void awaitWaiting() {
        Awaitility.await()
                .until(() -> database.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND application_name = 'lane-kpi-sink'")
                        > 0);
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private long deadlocks() throws SQLException {
        return database.number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
    }
}
