package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.fulfillmentconnect.stack.PostgresServer;
import org.junit.jupiter.api.Test;

/** What the consumer is told, and which offsets are given, while the database takes nothing or not everything. */
class OutageIT {
    private static final TopicPartition ZERO = new TopicPartition(TaskRun.TOPIC, 0);
    private static final TopicPartition ONE = new TopicPartition(TaskRun.TOPIC, 1);
    private static final TopicPartition TWO = new TopicPartition(TaskRun.TOPIC, 2);

    private final TestDatabase database = new TestDatabase();
    private final List<FulfillmentEvent> events = Histories.of(61, 40);
    private final PostgresServer server = TestDatabase.server();

    @Test
    void pausesTheConsumerAndKeepsWhatItHas() throws SQLException {
        List<SinkRecord> records = TaskRun.records(events, 0);
        try (TaskRun run = new TaskRun(database.settings())) {
            run.putOnce(records.subList(0, 20));
            away(() -> {
                run.putOnce(records.subList(20, 40));
                assertThat(run.paused()).containsExactly(ZERO);
                assertThat(run.timeout()).isBetween(1L, 1_000L);
                for (int i = 0; i < 20; i++) {
                    run.putOnce(List.of());
                }
                assertThat(run.offsets().get(ZERO)).isEqualTo(firstOf(records));
                assertThat(run.metric("retries")).isPositive();
                assertThat(run.metric("window-records")).isEqualTo(known(records.subList(0, 40)));
            });
            run.put(List.of());
            assertThat(run.paused()).isEmpty();
            assertThat(run.metric("waiting-ms")).isEqualTo(0);
            run.deliver(records.subList(40, records.size()), 100);
        }
        database.assertHolds(new BruteForce(events, Histories.ZONE));
    }

    @Test
    void keepsPausedWhatARebalanceBringsAndForgetsWhatItTakes() throws SQLException {
        try (TaskRun run = new TaskRun(database.settings())) {
            run.putOnce(TaskRun.records(Histories.of(62, 10), 0));
            away(() -> {
                run.putOnce(TaskRun.records(events, 1));
                assertThat(run.paused()).containsExactlyInAnyOrder(ZERO, ONE);
                run.rebalance(Set.of(ZERO), Set.of(TWO));
                assertThat(run.paused()).containsExactlyInAnyOrder(ONE, TWO);
                run.putOnce(List.of());
                assertThat(run.offsets()).containsOnlyKeys(ONE);
            });
            run.put(List.of());
            assertThat(run.paused()).isEmpty();
            run.drain();
        }
        database.assertHolds(new BruteForce(events, Histories.ZONE));
    }

    @Test
    void resumesWhatIsLeftWhereARebalanceTakesAllThatWaited() {
        try (TaskRun run = new TaskRun(database.settings())) {
            run.putOnce(TaskRun.records(events, 0));
            away(() -> {
                run.putOnce(List.of());
                assertThat(run.paused()).containsExactly(ZERO);
                run.rebalance(Set.of(ZERO), Set.of(ONE));
                run.putOnce(List.of());
                assertThat(run.paused()).isEmpty();
            });
        }
    }

    @Test
    void replacesAConnectionThatWasCutWhileItWasIdleWithoutAWait() throws SQLException {
        Map<String, String> settings = database.settings();
        settings.put("retry.backoff.ms", "300000");
        settings.put("retry.backoff.max.ms", "300000");
        List<SinkRecord> records = TaskRun.records(events, 0);
        try (TaskRun run = new TaskRun(settings)) {
            run.deliver(records.subList(0, 50), 50);
            assertThat(database.text("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                            + " WHERE application_name = 'lane-kpi-sink'"))
                    .isEqualTo("t");
            run.deliver(records.subList(50, records.size()), 1000);
            assertThat(run.pauses()).isZero();
            assertThat(run.metric("retries")).isEqualTo(0);
        }
        database.assertHolds(new BruteForce(events, Histories.ZONE));
    }

    @Test
    void writesLessAtOnceWhereATransactionTakesTooLong() throws SQLException {
        Map<String, String> settings = database.settings();
        settings.put("statement.timeout.ms", "100");
        List<SinkRecord> records = TaskRun.records(events, 0);
        try (TaskRun run = new TaskRun(settings)) {
            database.execute("""
                    CREATE FUNCTION sleep() RETURNS trigger LANGUAGE plpgsql AS
                        $$ BEGIN PERFORM pg_sleep(0.02); RETURN NEW; END $$;
                    CREATE TRIGGER slow BEFORE INSERT ON order_facts FOR EACH ROW EXECUTE FUNCTION sleep()""");
            run.deliver(records, 1000);
            assertThat(run.metric("retries")).isGreaterThanOrEqualTo(3);
            assertThat(run.metric("transactions")).isGreaterThanOrEqualTo(8);
        }
        database.assertHolds(new BruteForce(events, Histories.ZONE));
    }

    @Test
    void writesAllAtOnceAgainWhenTheServerIsFast() throws SQLException {
        Map<String, String> settings = database.settings();
        settings.put("statement.timeout.ms", "200");
        settings.put("batch.max.records", "1000");
        try (TaskRun run = new TaskRun(settings)) {
            database.execute("""
                    CREATE FUNCTION sleep() RETURNS trigger LANGUAGE plpgsql AS
                        $$ BEGIN PERFORM pg_sleep(0.03); RETURN NEW; END $$;
                    CREATE TRIGGER slow BEFORE INSERT ON order_facts FOR EACH ROW EXECUTE FUNCTION sleep()""");
            run.deliver(TaskRun.records(events, 0), 1000);
            database.execute("DROP TRIGGER slow ON order_facts");
            run.deliver(TaskRun.records(Histories.of(63, 300), 1), 100_000);
            long before = run.metric("transactions");
            run.deliver(TaskRun.records(Histories.of(64, 300), 2), 100_000);
            assertThat(run.metric("transactions")).isEqualTo(before + 1);
        }
    }

    private void away(Runnable meanwhile) {
        server.stop();
        try {
            meanwhile.run();
        } finally {
            server.start();
        }
    }

    private static OffsetAndMetadata firstOf(List<SinkRecord> records) {
        return new OffsetAndMetadata(records.stream()
                .filter(record -> known(List.of(record)) == 1)
                .findFirst()
                .orElseThrow()
                .kafkaOffset());
    }

    /** How many of these tell the KPIs anything. */
    private static int known(List<SinkRecord> records) {
        return (int) records.stream()
                .filter(record -> FactReader.read(record) != null)
                .count();
    }
}
