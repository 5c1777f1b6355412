package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.fulfillmentconnect.kpi.ProbedConnections.Boundary;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One history, delivered once for each place where a fault can strike, with the fault in that place. */
class EveryBoundaryIT {
    private static final long SEED = 31;
    private static final List<FulfillmentEvent> EVENTS = history();
    private static final List<FulfillmentEvent> FEW_EVENTS = Histories.of(SEED, 2);
    private static final int LONGEST_TRANSACTION = 15;

    private final TestDatabase database = new TestDatabase().reusingConnections();
    private final Database server = Database.of(new LaneKpiSinkConfig(database.settings()));
    private final ConnectionSource connections = new ReusedConnections(server);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Sessions sessions;

    @BeforeEach
    void connect() throws SQLException {
        sessions = new Sessions(database);
    }

    @AfterEach
    void disconnect() throws SQLException {
        sessions.close();
        threads.shutdownNow();
    }

    /** What a step of a test needs first. */
    @FunctionalInterface
    private interface Preparation {
        void run() throws SQLException;
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aTaskThatIsStruckAnywhereLeavesWhatACleanPassLeaves(Fault fault) throws Exception {
        new TaskRun(database.settings()).close();
        strikeEverywhere(fault, EVENTS, database::empty);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aTaskThatIsStruckWhileItCreatesTheTablesLeavesThemWhole(Fault fault) throws Exception {
        strikeEverywhere(
                fault, FEW_EVENTS, () -> database.execute("DROP SCHEMA IF EXISTS " + database.schema() + " CASCADE"));
    }

    /** The exhaustive tests are worth something only if they strike all that a transaction can do. */
    @Test
    void theHistoryNeedsEveryStatementThatThereIs() throws Exception {
        new TaskRun(database.settings()).close();
        TreeSet<String> expected = new TreeSet<>(List.of(
                "connect",
                "commit",
                "SELECT",
                "SELECT kpi_migration",
                "SELECT kpi_settings",
                "INSERT order_facts",
                "SELECT order_facts",
                "UPDATE order_facts"));
        for (DayTable table : DayTable.ALL) {
            for (String verb : List.of("INSERT", "SELECT", "UPDATE", "DELETE")) {
                expected.add(verb + " " + table.tableName());
            }
        }
        assertThat(deliver(EVENTS, Map.of()).passed().stream().map(Boundary::action))
                .containsAll(expected);
    }

    @Test
    void theDriverSendsNothingThatIsNoBoundary() throws Exception {
        new TaskRun(database.settings()).close();
        int toConnect;
        try (DriverLog log = new DriverLog()) {
            server.connect().close();
            toConnect = log.executions();
        }
        List<Boundary> passed = new ArrayList<>();
        try (DriverLog log = new DriverLog()) {
            Partition partition = partition(EVENTS);
            new Delivery(partition, partition.assign(), new Random(SEED))
                    .run(settings(), new ProbedConnections(server, (boundary, real) -> passed.add(boundary)));
            long commits = passed.stream()
                    .filter(boundary -> boundary.equals(new Boundary(Boundary.Side.AFTER, "commit")))
                    .count();
            // Two boundaries to each action, of which the first is to connect; and the driver itself begins
            // transactions.
            int actions = passed.size() / 2;
            assertThat(log.executions())
                    .isEqualTo(toConnect + actions - 1 + commits)
                    .isGreaterThan(50);
        }
    }

    private void strikeEverywhere(Fault fault, List<FulfillmentEvent> events, Preparation preparation)
            throws SQLException, InterruptedException {
        preparation.run();
        List<Boundary> boundaries = deliver(events, Map.of()).passed();
        String clean = database.digest();
        for (int number = 0; number < boundaries.size(); number++) {
            preparation.run();
            FaultyRun run = deliver(events, Map.of(number, fault));
            assertThat(run.struck()).containsExactly(fault + " " + boundaries.get(number) + " (" + number + ")");
            database.assertHolds(new BruteForce(events, Histories.ZONE));
            assertThat(database.digest()).as(run.struck().toString()).isEqualTo(clean);
        }
        preparation.run();
        assertThat(deliver(events, Map.of(boundaries.size(), fault)).struck()).isEmpty();
    }

    private FaultyRun deliver(List<FulfillmentEvent> events, Map<Integer, Fault> faults)
            throws SQLException, InterruptedException {
        FaultyRun run = new FaultyRun(SEED, settings(), connections, faults, sessions, threads);
        run.deliver(List.of(partition(events)));
        assertThat(run.conflicts()).isEmpty();
        return run;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = database.settings();
        settings.put("linger.ms", "1000");
        settings.put("batch.max.records", String.valueOf(LONGEST_TRANSACTION));
        return settings;
    }

    private static Partition partition(List<FulfillmentEvent> events) {
        return new Partition(0, TaskRun.records(events, 0));
    }

    /** Random orders; before them two that have a lane and day of their own, of which one is met in the end, one cancelled. */
    private static List<FulfillmentEvent> history() {
        List<FulfillmentEvent> random = new ArrayList<>(Histories.of(SEED, 8));
        Collections.shuffle(random, new Random(SEED));
        List<FulfillmentEvent> events = new ArrayList<>();
        events.addAll(delivered("order-met", "AC"));
        events.addAll(delivered("order-cancelled", "AM"));
        events.addAll(random);
        events.addAll(delivered("order-meeting", "AC"));
        events.add(event("order-cancelled", 5, new Facts.OrderCancelled("canceled")));
        return List.copyOf(events);
    }

    private static List<FulfillmentEvent> delivered(String orderId, String region) {
        Instant promised = Instant.parse("2017-12-25T12:00:00Z");
        Facts.Warehouse warehouse = new Facts.Warehouse("seller-in-" + region, null, region, 1, null);
        return List.of(
                event(orderId, 0, new Facts.OrderPlaced(null, null, null, region, null, 1, null, null)),
                event(orderId, 1, new Facts.WarehouseAssigned(List.of(warehouse))),
                // Handed off before it was approved: an exclusion.
                event(orderId, 2, new Facts.HandedToCarrier(null, true, null)),
                event(orderId, 3, new Facts.OrderApproved()),
                event(orderId, 4, new Facts.Delivered(null, promised, null, null)));
    }

    /** @param hour of a day in which the random orders have no part */
    private static FulfillmentEvent event(String orderId, int hour, Facts facts) {
        Instant observed = Instant.parse("2018-01-01T00:00:00Z");
        return FulfillmentEvent.of(
                orderId, Instant.parse("2017-12-24T12:00:00Z").plus(Duration.ofHours(hour)), observed, facts);
    }
}
