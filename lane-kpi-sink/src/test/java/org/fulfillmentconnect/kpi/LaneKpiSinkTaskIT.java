package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneKpiSinkTaskIT {
    private final TestDatabase database = new TestDatabase();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void storesWhatTheBruteForceCalculationSaysHoweverTheEventsCome(long seed) throws SQLException {
        List<FulfillmentEvent> events = Histories.of(seed, 60);
        Random random = new Random(seed);
        List<FulfillmentEvent> arrivals = new ArrayList<>(events);
        arrivals.addAll(events.subList(0, events.size() / 2));
        Collections.shuffle(arrivals, random);
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(TaskRun.records(arrivals, 0), 1 + random.nextInt(60));
            assertThat(run.reported()).isEmpty();
        }
        database.assertHolds(new BruteForce(events, Histories.ZONE));
        assertThat(database.digest()).isEqualTo(digestOfCleanRun(events));
    }

    @Test
    void aReplayOnTopChangesNothing() throws SQLException {
        List<FulfillmentEvent> events = Histories.of(11, 300);
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(TaskRun.records(events, 0), 100);
            String digest = database.digest();
            String versions = rowVersions();
            run.deliver(TaskRun.records(events, 0), 77);
            assertThat(database.digest()).isEqualTo(digest);
            assertThat(rowVersions()).isEqualTo(versions);
        }
    }

    @Test
    void sqlReadsTheHistogramsAsTheyWereWritten() throws SQLException {
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(TaskRun.records(Histories.of(16, 300), 0), 1000);
        }
        assertThat(database.number("""
                        SELECT count(*) FROM lane_day d, LATERAL (
                            SELECT sum(sample_count) AS samples, min(lead_seconds) FILTER (WHERE upto * 2 >= total) AS p50,
                                min(lead_seconds) FILTER (WHERE upto * 100 >= total * 95) AS p95
                            FROM (
                                SELECT *, sum(sample_count) OVER (ORDER BY lead_seconds) AS upto, sum(sample_count) OVER () AS total
                                FROM lead_times(d.lead_histogram)) AS lead
                        ) AS read
                        WHERE samples = d.sample_count AND p50 = d.p50_lead_seconds AND p95 = d.p95_lead_seconds"""))
                .isEqualTo(database.number("SELECT count(*) FROM lane_day WHERE sample_count > 0"))
                .isPositive();
    }

    @Test
    void aDigestTellsOneChangedField() throws SQLException {
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(TaskRun.records(Histories.of(12, 50), 0), 100);
        }
        String digest = database.digest();
        database.execute(
                "UPDATE lane_day SET late_count = late_count + 1 WHERE (stat_date, seller_region, customer_region) ="
                        + " (SELECT stat_date, seller_region, customer_region FROM lane_day LIMIT 1)");
        assertThat(database.digest()).isNotEqualTo(digest);
    }

    @Test
    void reportsARecordThatNoDatabaseCanStoreAndStoresTheOthers() throws SQLException {
        List<FulfillmentEvent> events = Histories.of(13, 20);
        List<SinkRecord> records = new ArrayList<>(TaskRun.records(events, 0));
        Map<String, Object> withNul = EventCodec.toMap(events.get(0));
        withNul.put("orderId", "a\0b");
        records.add(5, TaskRun.record(withNul, 0, 1000));
        records.add(TaskRun.record(Map.of("eventType", "ORDER_PLACED"), 0, 1001));
        records.add(TaskRun.record("no event", 0, 1002));
        records.add(TaskRun.record((Object) null, 0, 1003));
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(records, 50);
            assertThat(run.reported())
                    .containsExactly(
                            "1000: orderId: expected text without control characters and unpaired surrogates",
                            "1001: schemaVersion: required but missing",
                            "1002: expected a struct or a map but found String");
        }
        database.assertHolds(new BruteForce(events, Histories.ZONE));
    }

    @Test
    void findsTheRecordThatTheServerRefusesAndStoresTheOthers() throws SQLException {
        List<FulfillmentEvent> events = Histories.of(14, 100);
        try (TaskRun run = new TaskRun(database.settings())) {
            database.execute("ALTER TABLE order_facts ADD CHECK (order_id NOT IN ('order-17', 'order-60'))");
            run.deliver(TaskRun.records(events, 0), 1000);
            long refused = events.stream()
                    .filter(event -> List.of("order-17", "order-60").contains(event.orderId()))
                    .filter(event -> !OrderFacts.of(event).equals(OrderFacts.NONE))
                    .count();
            assertThat(run.reported())
                    .hasSize((int) refused)
                    .allSatisfy(message -> assertThat(message).endsWith("PostgreSQL refuses a value (SQLSTATE 23514)"));
        }
        List<FulfillmentEvent> others = events.stream()
                .filter(event -> !List.of("order-17", "order-60").contains(event.orderId()))
                .toList();
        database.assertHolds(new BruteForce(others, Histories.ZONE));
    }

    @Test
    void failsWithTheRecordsPlaceWhereBadRecordsWouldOnlyBeLogged() {
        try (TaskRun run = new TaskRun(database.settings(), false)) {
            assertThatThrownBy(() -> run.putOnce(List.of(TaskRun.record(Map.of("eventType", "ORDER_PLACED"), 3, 42))))
                    .isInstanceOf(ConnectException.class)
                    .isNotInstanceOf(RetriableException.class)
                    .hasMessage(
                            "topic fulfillment-events, partition 3, offset 42: schemaVersion: required but missing. The"
                                    + " task stops, because the connector has no dead letter queue"
                                    + " (errors.tolerance=all with errors.deadletterqueue.topic.name)");
        }
    }

    @Test
    void givesOnlyOffsetsBelowWhichAllIsStored() {
        Map<String, String> settings = database.settings();
        settings.put("linger.ms", "60000");
        settings.put("batch.max.records", "3");
        TopicPartition zero = new TopicPartition(TaskRun.TOPIC, 0);
        TopicPartition one = new TopicPartition(TaskRun.TOPIC, 1);
        try (TaskRun run = new TaskRun(settings)) {
            skipTo(Map.of(zero, 10L, one, 20L));
            run.putOnce(List.of(placed(0, 10), placed(1, 20)));
            assertThat(run.timeout()).isBetween(1L, 60_000L);
            run.putOnce(List.of(TaskRun.record((Object) null, 1, 21)));
            assertThat(run.offsets())
                    .isEqualTo(Map.of(zero, new OffsetAndMetadata(10), one, new OffsetAndMetadata(20)));

            run.putOnce(List.of(placed(1, 22)));
            assertThat(run.timeout()).isEqualTo(1);
            run.putOnce(List.of(placed(0, 11)));
            assertThat(run.offsets())
                    .isEqualTo(Map.of(zero, new OffsetAndMetadata(11), one, new OffsetAndMetadata(23)));
        }
    }

    /** As an operator does who sets offsets. */
    private void skipTo(Map<TopicPartition, Long> offsets) {
        new LaneKpiSinkConnector().alterOffsets(database.settings(), offsets);
    }

    @Test
    void keepsWhatWaitsOfThePartitionsThatStayInARebalance() throws SQLException {
        Map<String, String> settings = database.settings();
        settings.put("linger.ms", "60000");
        settings.put("batch.max.records", "2");
        TopicPartition gone = new TopicPartition(TaskRun.TOPIC, 1);
        try (TaskRun run = new TaskRun(settings)) {
            skipTo(Map.of(new TopicPartition(TaskRun.TOPIC, 0), 10L, gone, 20L));
            run.putOnce(List.of(placed(0, 10), placed(1, 20)));
            run.task().close(List.of(gone));
            run.positions().remove(gone);
            run.putOnce(List.of(placed(0, 11)));
            run.putOnce(List.of());
            assertThat(run.offsets()).isEqualTo(run.positions());
        }
        assertThat(database.number("SELECT count(*) FROM order_facts")).isEqualTo(2);
    }

    @Test
    void refusesATimeZoneOtherThanThatOfTheTables() {
        new TaskRun(database.settings()).close();
        Map<String, String> settings = database.settings();
        settings.put("time.zone", "Europe/Lisbon");
        assertThatThrownBy(() -> new TaskRun(settings))
                .isInstanceOf(ConnectException.class)
                .hasMessage("the tables in schema " + database.schema()
                        + " were built with time.zone America/Sao_Paulo, not Europe/Lisbon. To rebuild the tables: stop the"
                        + " connector; in their schema, CALL empty_lane_kpis();"
                        + " delete the connector's offsets; resume it");
    }

    /** No record is to blame for it, so none may go to the dead letter queue. */
    @Test
    void stopsWhereTheConnectionItselfHasABadValue() {
        Map<String, String> settings = database.settings();
        settings.merge("connection.url", "?prepareThreshold=abc", String::concat);
        assertThatThrownBy(() -> new TaskRun(settings))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("cannot open the KPI tables (SQLSTATE 22023)");
    }

    @Test
    void blamesNoRecordForABadValueThatIsNotItsOwn() throws SQLException {
        try (TaskRun run = new TaskRun(database.settings())) {
            database.execute("ALTER TABLE kpi_settings RENAME TO settings; CREATE VIEW kpi_settings AS"
                    + " SELECT name, (length(value) / 0)::text AS value FROM settings");
            run.putOnce(TaskRun.records(Histories.of(17, 10), 0));
            assertThatThrownBy(() -> run.putOnce(List.of()))
                    .isInstanceOf(ConnectException.class)
                    .isNotInstanceOf(RetriableException.class)
                    .hasMessageContaining("cannot write the KPIs (SQLSTATE 22012)");
            assertThat(run.reported()).isEmpty();
        }
    }

    @Test
    void takesAnotherTimeZoneOnceTheTablesAreEmptied() throws SQLException {
        List<FulfillmentEvent> events = Histories.of(15, 40);
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(TaskRun.records(events, 0), 100);
            database.execute("CALL empty_lane_kpis()");
            // A task that still runs builds them anew.
            run.deliver(TaskRun.records(events, 0), 100);
            database.assertHolds(new BruteForce(events, Histories.ZONE));

            database.execute("CALL empty_lane_kpis()");
            Map<String, String> settings = database.settings();
            settings.put("time.zone", "Europe/Lisbon");
            new TaskRun(settings).close();
            // But never mixes its days with those of another zone.
            assertThatThrownBy(() -> run.deliver(TaskRun.records(events, 0), 100))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("were built with time.zone Europe/Lisbon, not America/Sao_Paulo");
        }
    }

    @Test
    void stopsRatherThanCountBelowZero() throws SQLException {
        Instant at = Instant.parse("2017-10-02T13:56:33Z");
        List<FulfillmentEvent> overdue = List.of(
                event(at, new Facts.OrderPlaced(null, null, null, "SP", null, null, null, null)),
                event(at, new Facts.WarehouseAssigned(List.of(new Facts.Warehouse("s", null, "RJ", 1, null)))),
                event(at.plusSeconds(9), new Facts.DeliveryDelayed(null, null)));
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(TaskRun.records(overdue, 0), 10);
            database.execute("TRUNCATE lane_day");
            List<SinkRecord> delivered =
                    List.of(TaskRun.record(event(at, new Facts.Delivered(null, null, null, null)), 0, 100));
            run.putOnce(delivered);
            assertThatThrownBy(() -> run.putOnce(List.of()))
                    .isInstanceOf(ConnectException.class)
                    .isNotInstanceOf(RetriableException.class)
                    .hasMessageStartingWith("the aggregates are less than the sum of order_facts");
        }
        assertThat(database.number("SELECT count(*) FROM lane_day")).isZero();
    }

    /** Which transaction wrote each row, and where: the same only if nothing was written. */
    private String rowVersions() throws SQLException {
        return database.text("SELECT string_agg(xmin || ' ' || ctid, ',' ORDER BY order_id) FROM order_facts")
                + database.text("SELECT string_agg(xmin || ' ' || ctid, ',' ORDER BY t) FROM lane_day t");
    }

    private String digestOfCleanRun(List<FulfillmentEvent> events) throws SQLException {
        TestDatabase clean = new TestDatabase();
        try (TaskRun run = new TaskRun(clean.settings())) {
            run.deliver(TaskRun.records(events, 0), events.size());
        }
        return clean.digest();
    }

    private static FulfillmentEvent event(Instant at, Facts facts) {
        return FulfillmentEvent.of("o", at, Instant.parse("2018-01-01T00:00:00Z"), facts);
    }

    private static SinkRecord placed(int partition, long offset) {
        Instant at = Instant.parse("2017-10-02T13:56:33Z");
        Facts facts = new Facts.OrderPlaced(null, null, null, "SP", null, null, null, null);
        return TaskRun.record(
                FulfillmentEvent.of("order-" + partition + "-" + offset, at, at, facts), partition, offset);
    }
}
