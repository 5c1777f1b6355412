package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.sink.SinkRecord;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left of the facts of closed orders, and what later events do to them. */
class FactPruningIT {
    private static final Instant PLACED = Instant.parse("2018-03-01T12:00:00Z");
    private static final Instant OBSERVED = Instant.parse("2018-12-01T00:00:00Z");
    private static final Duration RETENTION = Duration.ofDays(30);

    private final TestDatabase database = new TestDatabase();
    private final Map<String, String> settings = settings(database);

    @Test
    void theAggregatesStayAndAReplayOnTopChangesNothing() throws SQLException {
        List<FulfillmentEvent> events = new ArrayList<>(Histories.of(41, 200));
        events.addAll(order("last", PLACED.plus(Duration.ofDays(2000))));
        try (TaskRun run = new TaskRun(settings)) {
            run.deliver(TaskRun.records(events, 0), 100);
            String aggregates = database.aggregateDigest();
            assertThat(pass()).isPositive();
            assertThat(database.number("SELECT count(*) FROM order_facts WHERE pruned"))
                    .isPositive()
                    .isLessThan(database.number("SELECT count(*) FROM order_facts"));
            assertThat(database.aggregateDigest()).isEqualTo(aggregates);

            run.deliver(TaskRun.records(events, 0), 70);
            assertThat(database.aggregateDigest()).isEqualTo(aggregates);
        }
        database.assertHolds(new BruteForce(events, Histories.ZONE));
    }

    @Test
    void onlyTheIdOfAClosedOrderIsKept() throws SQLException {
        store(order("closed", PLACED), order("young", PLACED.plus(Duration.ofDays(31))));
        assertThat(pass()).isEqualTo(1);
        assertThat(database.text("SELECT f::text FROM order_facts AS f WHERE pruned"))
                .isEqualTo("(closed,,,,,,f,,,,,,,,,t)");
        assertThat(pass()).isZero();
    }

    @Test
    void anOrderThatIsStillOpenKeepsItsFactsHoweverOldItIs() throws SQLException {
        List<FulfillmentEvent> order = order("open", PLACED);
        FulfillmentEvent delivered = order.remove(order.size() - 1);
        List<FulfillmentEvent> last = order("last", PLACED.plus(Duration.ofDays(400)));
        store(order, last);
        assertThat(pass()).isZero();

        store(List.of(delivered));
        order.add(delivered);
        order.addAll(last);
        database.assertHolds(new BruteForce(order, Histories.ZONE));
    }

    @Test
    void aLateCorrectionOfAPrunedOrderIsNotCounted() throws SQLException {
        store(order("closed", PLACED), order("last", PLACED.plus(Duration.ofDays(400))));
        String aggregates = database.aggregateDigest();
        assertThat(pass()).isEqualTo(1);
        store(List.of(event("closed", PLACED.plus(Duration.ofDays(2)), new Facts.OrderCancelled("canceled"))));
        assertThat(database.aggregateDigest()).isEqualTo(aggregates);
    }

    @Test
    void nothingIsClosedBecauseOnePartitionIsFurtherThanAnother() throws SQLException {
        store(order("closed", PLACED));
        List<SinkRecord> ahead = TaskRun.records(order("ahead", PLACED.plus(Duration.ofDays(400))), 1);
        try (TaskRun run = new TaskRun(settings)) {
            run.deliver(ahead, 100);
        }
        assertThat(pass()).isZero();
        store(order("further", PLACED.plus(Duration.ofDays(50))));
        assertThat(pass()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"topics, ' some-log , fulfillment-events'", "topics.regex, 'fulfillment-e.*'"})
    void oldCorrectionsThatAnotherConnectorReadsDoNotHoldPruningUp(String setting, String topics) throws SQLException {
        settings.remove("topics");
        settings.put(setting, topics);
        store(order("closed", PLACED), order("last", PLACED.plus(Duration.ofDays(400))));
        try (TaskRun corrections = new TaskRun(settings)) {
            corrections.deliver(
                    TaskRun.records(order("corrected", PLACED), 0).stream()
                            .map(record -> new SinkRecord(
                                    "fulfillment-corrections",
                                    0,
                                    record.keySchema(),
                                    record.key(),
                                    record.valueSchema(),
                                    record.value(),
                                    record.kafkaOffset()))
                            .toList(),
                    100);
        }
        assertThat(pass()).isEqualTo(2);
    }

    @Test
    void aPassGoesThroughAllOrdersAPartAtATime() throws SQLException {
        for (int i = 0; i < 25; i++) {
            store(order("order-" + i, PLACED));
        }
        store(order("last", PLACED.plus(Duration.ofDays(400))));
        assertThat(pass()).isEqualTo(25);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"FREEZE", "FREEZE_AND_DEATH"})
    void aPassThatIsStruckAnywhereLeavesTheAggregatesAndTheNextOneMakesUpForIt(Fault fault) throws SQLException {
        List<FulfillmentEvent> events = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            events.addAll(order("order-" + i, PLACED));
        }
        events.addAll(order("last", PLACED.plus(Duration.ofDays(400))));
        new TaskRun(settings).close();
        boolean struck = true;
        for (int number = 0; struck; number++) {
            database.empty();
            store(events);
            String aggregates = database.aggregateDigest();

            struck = struckPass(fault, number);
            assertThat(database.aggregateDigest()).isEqualTo(aggregates);
            pass();
            assertThat(database.number("SELECT count(*) FROM order_facts WHERE pruned"))
                    .isEqualTo(25);
            store(events);
            assertThat(database.aggregateDigest()).isEqualTo(aggregates);
            assertThat(struck || number > 10).isTrue();
        }
    }

    /** Runs a pass in which a fault strikes at the boundary with this number, and tells whether there was one. */
    private boolean struckPass(Fault fault, int number) throws SQLException {
        AtomicInteger passed = new AtomicInteger();
        try (Sessions sessions = new Sessions(database)) {
            LaneKpiSinkConfig config = new LaneKpiSinkConfig(settings);
            pass(new ProbedConnections(Database.of(config), (boundary, real) -> {
                if (passed.getAndIncrement() == number) {
                    fault.strike(boundary, real, sessions);
                }
            }));
        } catch (Fault.TaskDeath e) {
            // Nothing more is done by that task.
        }
        return passed.get() > number;
    }

    @Test
    void oneTaskPrunesAndOnlyWhereThatIsAsked() throws SQLException {
        LaneKpiSinkConnector connector = new LaneKpiSinkConnector();
        connector.start(settings);
        assertThat(connector.taskConfigs(3))
                .extracting(task -> new LaneKpiSinkConfig(task).prunesFacts())
                .containsExactly(true, false, false);
        Map<String, String> forEver = database.settings();
        connector.start(forEver);
        assertThat(new LaneKpiSinkConfig(forEver).factsRetention()).isEmpty();
    }

    private static Map<String, String> settings(TestDatabase database) {
        Map<String, String> settings = database.settings();
        settings.put("topics", TaskRun.TOPIC);
        settings.put("facts.retention.days", Long.toString(RETENTION.toDays()));
        return settings;
    }

    /** Runs one whole pass, and tells how many orders it pruned. */
    private long pass() throws SQLException {
        long before = database.number("SELECT count(*) FROM order_facts WHERE pruned");
        pass(Database.of(new LaneKpiSinkConfig(settings)));
        return database.number("SELECT count(*) FROM order_facts WHERE pruned") - before;
    }

    private void pass(ConnectionSource connections) throws SQLException {
        long before = database.number("SELECT count(*) FROM order_facts WHERE pruned");
        SteppedClock clock = new SteppedClock();
        try (KpiStore store = KpiStore.of(new LaneKpiSinkConfig(settings), connections, new Progress())) {
            FactPruning pruning = new FactPruning(
                    database.schema(), RETENTION, topic -> new LaneKpiSinkConfig(settings).reads(topic), 10);
            FactPruner pruner = new FactPruner(pruning, store, clock);
            pruner.pruneIfDue();
            assertThat(database.number("SELECT count(*) FROM order_facts WHERE pruned"))
                    .isEqualTo(before);
            clock.now = clock.now.plus(FactPruner.BETWEEN_PASSES);
            for (int part = 0; part < 30; part++) {
                pruner.pruneIfDue();
                clock.now = clock.now.plusSeconds(1);
            }
        }
    }

    @SafeVarargs
    private void store(List<FulfillmentEvent>... orders) {
        try (TaskRun run = new TaskRun(settings)) {
            for (List<FulfillmentEvent> order : orders) {
                run.deliver(TaskRun.records(order, 0), 100);
            }
        }
    }

    /** Delivered a day after it was placed; the delivery comes last. */
    private static List<FulfillmentEvent> order(String id, Instant placed) {
        Facts assigned = new Facts.WarehouseAssigned(List.of(new Facts.Warehouse("s", null, "SP", 1, placed)));
        return new ArrayList<>(List.of(
                event(id, placed, new Facts.OrderPlaced(null, null, null, "RJ", null, null, null, null)),
                event(id, placed, assigned),
                event(id, placed.plus(Duration.ofDays(1)), new Facts.Delivered(null, placed, null, null))));
    }

    private static FulfillmentEvent event(String id, Instant at, Facts facts) {
        return FulfillmentEvent.of(id, at, OBSERVED, facts);
    }

    /** Stands still until it is set. */
    private static final class SteppedClock extends Clock {
        private Instant now = PLACED;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
