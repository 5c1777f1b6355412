package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;

/** What the views and functions on top of the tables answer. */
class KpiViewsIT {
    private static final Instant PLACED = Instant.parse("2018-03-01T12:00:00Z");
    private static final Instant OBSERVED = Instant.parse("2018-12-01T00:00:00Z");

    private final TestDatabase database = new TestDatabase();
    private final List<FulfillmentEvent> events = new ArrayList<>();

    @Test
    void weeksAndMonthsAreWorkedOutFromTheSamplesNotFromTheDays() throws SQLException {
        events.addAll(Histories.of(31, 400));
        store();
        StatsAssert.assertSame(
                database.routeStats("route_stats_weekly", "week"),
                new BruteForce(
                                events,
                                Histories.ZONE,
                                day -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)))
                        .routeStats());
        StatsAssert.assertSame(
                database.routeStats("route_stats_monthly", "month"),
                new BruteForce(events, Histories.ZONE, day -> day.withDayOfMonth(1)).routeStats());
    }

    /** Against the published values of the interval: Newcombe 1998, table I, method 3. */
    @Test
    void theLowerBoundIsThatOfWilson() throws SQLException {
        assertThat(rows("SELECT round(wilson_lower_bound(81, 263), 4), round(wilson_lower_bound(15, 148), 4),"
                        + " round(wilson_lower_bound(0, 20), 4), round(wilson_lower_bound(1, 29), 4),"
                        + " wilson_lower_bound(0, 0), wilson_lower_bound(29, 29) < 1"))
                .containsExactly("0.2553 0.0624 0.0000 0.0061 null t");
    }

    @Test
    void aFewParcelsDoNotTopTheRanking() throws SQLException {
        addOrders("AA", 3, 1, 0);
        addOrders("BB", 100, 20, 5);
        addOrders("CC", 100, 2, 0);
        store();
        assertThat(rows("SELECT seller_region, promise_count, broken_count, broken_rate, broken_rate_lower_bound,"
                        + " sample_count, late_count, late_rate, late_rate_lower_bound, overdue_count"
                        + " FROM lane_ranking(min_samples => 1)"))
                .containsExactly(
                        "BB 105 25 0.238095 0.166791 100 20 0.200000 0.133367 5",
                        "AA 3 1 0.333333 0.061492 3 1 0.333333 0.061492 0",
                        "CC 100 2 0.020000 0.005502 100 2 0.020000 0.005502 0");
        assertThat(rows("SELECT seller_region FROM lane_ranking()")).containsExactly("BB", "CC");
        assertThat(rows("SELECT seller_region FROM lane_ranking(from_day => '2018-04-01')"))
                .isEmpty();
    }

    @Test
    void theStagesOfALaneStandBesideThoseOfTheNetwork() throws SQLException {
        addOrder("AA", "slow", Duration.ofHours(1), Duration.ofHours(5), Duration.ofHours(50));
        addOrder("BB", "fast", Duration.ofHours(1), Duration.ofHours(3), Duration.ofHours(10));
        addOrder("BB", "quick", Duration.ofHours(1), Duration.ofHours(4), Duration.ofHours(12));
        store();
        assertThat(
                        rows(
                                "SELECT stage, sample_count, round(avg_hours, 2), round(network_avg_hours, 2),"
                                        + " round(extra_hours, 2) FROM lane_stages() WHERE seller_region = 'AA' AND customer_region = 'RJ'"))
                .containsExactly(
                        "approval 1 1.00 1.00 0.00",
                        "handoff 1 5.00 4.00 1.00",
                        "transit 1 50.00 24.00 26.00",
                        "lead_time 1 56.00 29.00 27.00");
    }

    @Test
    void overdueOrdersAreToldByAgeAndByWhetherTheyLeft() throws SQLException {
        overdue("old", PLACED, true);
        overdue("older", PLACED.minus(Duration.ofDays(200)), true);
        overdue("recent", PLACED.plus(Duration.ofDays(88)), false);
        addOrder("AA", "latest", Duration.ofHours(1), Duration.ofHours(1), Duration.ofDays(90));
        store();
        assertThat(rows("SELECT as_of, days_overdue, least_days, overdue_count, shipped_count FROM overdue_by_age"
                        + " ORDER BY least_days"))
                .containsExactly("2018-05-30 0-7 2 1 0", "2018-05-30 61-90 90 1 1", "2018-05-30 91 or more 290 1 1");
    }

    @Test
    void aPromiseOfADayToComeIsNotShownYet() throws SQLException {
        addOrder("AA", "early", Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
        store();
        assertThat(rows("SELECT promised_on, promise_count FROM promise_day")).containsExactly("2018-03-11 1");
        assertThat(rows("SELECT promised_on FROM promise_stats_daily")).isEmpty();
    }

    /** Delivered orders, the first of them late, and overdue ones. */
    private void addOrders(String sellerRegion, int delivered, int late, int overdue) {
        for (int i = 0; i < delivered + overdue; i++) {
            String id = sellerRegion + i;
            add(id, PLACED, placed());
            add(id, PLACED, assigned(sellerRegion));
            if (i < delivered) {
                Instant due = PLACED.plus(Duration.ofDays(3));
                add(id, PLACED.plus(Duration.ofDays(10)), new Facts.Delivered(null, due, null, null));
            }
            if (i < late || i >= delivered) {
                add(id, PLACED.plus(Duration.ofDays(3)), new Facts.DeliveryDelayed(null, "day+PT0S"));
            }
        }
    }

    private void addOrder(String sellerRegion, String id, Duration approval, Duration handoff, Duration transit) {
        Instant approved = PLACED.plus(approval);
        Instant handedOff = approved.plus(handoff);
        add(id, PLACED, placed());
        add(id, approved, new Facts.OrderApproved());
        add(id, approved, assigned(sellerRegion));
        add(id, handedOff, new Facts.HandedToCarrier(null, null, null));
        add(id, handedOff.plus(transit), new Facts.Delivered(null, PLACED.plus(Duration.ofDays(10)), null, null));
    }

    private void overdue(String id, Instant due, boolean shipped) {
        add(id, due.minus(Duration.ofDays(9)), placed());
        add(id, due.minus(Duration.ofDays(9)), assigned("AA"));
        if (shipped) {
            add(id, due.minus(Duration.ofDays(8)), new Facts.HandedToCarrier(null, null, null));
        }
        add(id, due, new Facts.DeliveryDelayed(null, "day+PT0S"));
    }

    private void add(String orderId, Instant at, Facts facts) {
        events.add(FulfillmentEvent.of(orderId, at, OBSERVED, facts));
    }

    private static Facts placed() {
        return new Facts.OrderPlaced(null, null, null, "RJ", null, null, null, null);
    }

    private static Facts assigned(String sellerRegion) {
        return new Facts.WarehouseAssigned(
                List.of(new Facts.Warehouse("seller of " + sellerRegion, null, sellerRegion, 1, null)));
    }

    private void store() {
        try (TaskRun run = new TaskRun(database.settings())) {
            run.deliver(TaskRun.records(events, 0), 10_000);
        }
    }

    /** The rows of a query, each as its columns with spaces between them. */
    private List<String> rows(String query) throws SQLException {
        if (events.isEmpty()) {
            store();
        }
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(row.getString(i)));
                }
                rows.add(String.join(" ", columns));
            }
            return rows;
        }
    }
}
