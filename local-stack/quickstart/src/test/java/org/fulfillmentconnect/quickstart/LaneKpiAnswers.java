package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Reads every row of the KPI views, and works out the same from the orders of the CSV files. All but the percentiles has to be
 * equal; these have to be within 1% of the nearest rank, the promise that the table makes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LaneKpiAnswers {
    private static final BigDecimal PERCENTILE_TOLERANCE = new BigDecimal("0.01");

    private LaneKpis kpis;
    private List<SnapshotOrder> orders;

    /** KPIs that hold this snapshot. */
    record Asked(LaneKpis kpis, SnapshotOrder.Snapshot snapshot) {}

    /** What a view says of a group of orders: what must be equal, as text, and the percentiles in hours. */
    private record Row(
            List<String> exact,
            @Nullable BigDecimal p50,
            @Nullable BigDecimal p95) {}

    abstract Asked asked() throws Exception;

    @BeforeAll
    void prepare() throws Exception {
        Asked asked = asked();
        kpis = asked.kpis();
        orders = asked.snapshot().orders().stream()
                .filter(order -> order.cancelled() == null)
                .toList();
    }

    @Test
    void everyLaneAndDayIsWhatTheCsvFilesSay() {
        assertLanes("route_stats_daily", "stat_date", day -> day);
    }

    @Test
    void everyLaneAndWeekIsWhatTheCsvFilesSay() {
        assertLanes("route_stats_weekly", "week", day -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
    }

    @Test
    void everyLaneAndMonthIsWhatTheCsvFilesSay() {
        assertLanes("route_stats_monthly", "month", day -> day.withDayOfMonth(1));
    }

    @Test
    void everyPromisedDayIsWhatTheCsvFilesSay() {
        String lastDay = orders.stream()
                .filter(order -> !order.lanes().isEmpty())
                .flatMap(order -> statDay(order).map(LocalDate::toString).stream())
                .max(String::compareTo)
                .orElseThrow();
        Map<String, Row> expected = groups(order -> !order.late() && order.delivered() == null
                        ? List.of()
                        : order.lanes().stream()
                                .map(lane -> order.promisedDay() + " " + lane)
                                .filter(key -> key.substring(0, 10).compareTo(lastDay) < 0)
                                .toList())
                .of(group -> {
                    long broken = count(group, SnapshotOrder::late);
                    long overdue = count(group, order -> order.delivered() == null);
                    return new Row(
                            texts(group.size(), broken, ratio(broken, group.size()), broken - overdue, overdue),
                            null,
                            null);
                });
        assertSame(
                rows(
                        "promise_stats_daily",
                        "promised_on || ' ' || seller_region || '→' || customer_region",
                        "null, null, promise_count, broken_count, broken_rate, late_count, overdue_count"),
                expected);
    }

    @Test
    void everySellerAndDayIsWhatTheCsvFilesSay() {
        Map<String, List<SnapshotOrder>> bySeller = new TreeMap<>();
        orders.forEach(order -> statDay(order)
                .ifPresent(day -> order.sellers()
                        .forEach(seller -> bySeller.computeIfAbsent(day + " " + seller, key -> new ArrayList<>())
                                .add(order))));
        Map<String, Row> expected = new TreeMap<>();
        bySeller.forEach((key, group) -> expected.put(key, seller(key.substring(11), group)));
        assertSame(
                rows(
                        "seller_stats_daily",
                        "stat_date || ' ' || seller_id",
                        "p50_lead_time_hours, p95_lead_time_hours, sample_count, late_count, late_rate,"
                                + " avg_lead_time_hours, handoff_count, handoff_late_count, handoff_late_rate,"
                                + " avg_handoff_delay_hours, overdue_count"),
                expected);
    }

    private static Row seller(String seller, List<SnapshotOrder> group) {
        List<SnapshotOrder> samples =
                group.stream().filter(order -> order.delivered() != null).toList();
        List<Long> leads = measured(samples, AskedQueries::leadTime);
        List<Long> delays = measured(samples, order -> {
            Instant limit = order.limits().get(seller);
            Instant handedOff = order.handedOff();
            return limit == null || handedOff == null
                    ? null
                    : Objects.requireNonNullElse(SnapshotOrder.seconds(limit, handedOff), 0L);
        });
        long late = count(samples, SnapshotOrder::late);
        long handedOffLate = count(samples, order -> {
            Instant limit = order.limits().get(seller);
            Instant handedOff = order.handedOff();
            return limit != null && handedOff != null && handedOff.isAfter(limit);
        });
        return new Row(
                texts(
                        samples.size(),
                        late,
                        ratio(late, samples.size()),
                        hours(leads),
                        delays.size(),
                        handedOffLate,
                        ratio(handedOffLate, delays.size()),
                        hours(delays),
                        group.size() - samples.size()),
                nearestRank(leads, 0.5),
                nearestRank(leads, 0.95));
    }

    @Test
    void theOrdersLeftOutAreCounted() {
        Map<String, Long> expected = new TreeMap<>();
        expected.put(
                "UNKNOWN_SELLER_REGION",
                count(orders, o -> statDay(o).isPresent() && o.sellerRegions().isEmpty()));
        expected.put("REVERSED_APPROVAL", reversed(SnapshotOrder::placed, SnapshotOrder::approved));
        expected.put("REVERSED_HANDOFF", reversed(SnapshotOrder::approved, SnapshotOrder::handedOff));
        expected.put("REVERSED_TRANSIT", reversed(SnapshotOrder::handedOff, SnapshotOrder::delivered));
        expected.values().removeIf(count -> count == 0);
        Map<String, Long> found = new TreeMap<>();
        rows("lane_exclusions", "reason", "null, null, order_count")
                .forEach((reason, row) ->
                        found.put(reason, Long.parseLong(row.exact().get(0))));
        assertThat(found).isEqualTo(expected);
    }

    private long reversed(
            Function<SnapshotOrder, @Nullable Instant> from, Function<SnapshotOrder, @Nullable Instant> to) {
        return count(orders, order -> {
            Instant one = from.apply(order);
            Instant other = to.apply(order);
            return order.delivered() != null
                    && !order.lanes().isEmpty()
                    && one != null
                    && other != null
                    && other.isBefore(one);
        });
    }

    private void assertLanes(String view, String dayColumn, UnaryOperator<LocalDate> period) {
        Map<String, Row> expected = groups(order -> statDay(order).stream()
                        .flatMap(day -> order.lanes().stream().map(lane -> period.apply(day) + " " + lane))
                        .toList())
                .of(group -> {
                    List<SnapshotOrder> samples = group.stream()
                            .filter(order -> order.delivered() != null)
                            .toList();
                    List<Long> leads = measured(samples, AskedQueries::leadTime);
                    long late = count(samples, SnapshotOrder::late);
                    return new Row(
                            texts(
                                    samples.size(),
                                    late,
                                    ratio(late, samples.size()),
                                    hours(leads),
                                    hours(measured(samples, AskedQueries::handoff)),
                                    hours(measured(samples, AskedQueries::transit)),
                                    group.size() - samples.size()),
                            nearestRank(leads, 0.5),
                            nearestRank(leads, 0.95));
                });
        assertSame(
                rows(
                        view,
                        dayColumn + " || ' ' || seller_region || '→' || customer_region",
                        "p50_lead_time_hours, p95_lead_time_hours, sample_count, late_count, late_rate,"
                                + " avg_lead_time_hours, avg_handoff_hours, avg_transit_hours, overdue_count"),
                expected);
    }

    /** The day of the delivery, else of the broken promise; none if neither is known. No order has a negative lead time. */
    private static Optional<LocalDate> statDay(SnapshotOrder order) {
        Instant delivered = order.delivered();
        if (delivered != null) {
            return Optional.of(LocalDate.ofInstant(delivered, SnapshotOrder.ZONE));
        }
        return order.late() ? Optional.of(order.promisedDay()) : Optional.empty();
    }

    @FunctionalInterface
    private interface Grouped {
        Map<String, Row> of(Function<List<SnapshotOrder>, Row> row);
    }

    private Grouped groups(Function<SnapshotOrder, Collection<String>> keys) {
        return row -> {
            Map<String, Row> rows = new TreeMap<>();
            AskedQueries.groups(orders, keys).forEach((key, group) -> rows.put(key, row.apply(group)));
            return rows;
        };
    }

    private Map<String, Row> rows(String view, String key, String columns) {
        return kpis.query("SELECT %s, %s FROM %%s.%s".formatted(key, columns, view), rows -> {
            Map<String, Row> found = new TreeMap<>();
            while (rows.next()) {
                List<String> exact = new ArrayList<>();
                for (int i = 4; i <= rows.getMetaData().getColumnCount(); i++) {
                    exact.add(String.valueOf(rows.getString(i)));
                }
                found.put(rows.getString(1), new Row(exact, rows.getBigDecimal(2), rows.getBigDecimal(3)));
            }
            return found;
        });
    }

    private static void assertSame(Map<String, Row> actual, Map<String, Row> expected) {
        assertThat(actual.keySet()).isNotEmpty().isEqualTo(expected.keySet());
        expected.forEach((key, row) -> {
            Row other = Objects.requireNonNull(actual.get(key));
            assertThat(other.exact()).as(key).isEqualTo(row.exact());
            assertClose(key, other.p50(), row.p50());
            assertClose(key, other.p95(), row.p95());
        });
    }

    private static void assertClose(String key, @Nullable BigDecimal actual, @Nullable BigDecimal nearestRank) {
        if (nearestRank == null || actual == null) {
            assertThat(actual).as(key).isEqualTo(nearestRank);
        } else {
            assertThat(actual.subtract(nearestRank).abs())
                    .as(key)
                    .isLessThanOrEqualTo(nearestRank.multiply(PERCENTILE_TOLERANCE));
        }
    }

    private static List<String> texts(@Nullable Object... values) {
        return Stream.of(values).map(String::valueOf).toList();
    }

    private static long count(Collection<SnapshotOrder> of, Predicate<SnapshotOrder> condition) {
        return AskedQueries.count(of, condition);
    }

    private static List<Long> measured(Collection<SnapshotOrder> of, Function<SnapshotOrder, @Nullable Long> seconds) {
        return AskedQueries.measured(of, seconds);
    }

    private static @Nullable BigDecimal hours(List<Long> seconds) {
        return ratio(seconds.stream().mapToLong(Long::longValue).sum(), seconds.size() * 3600L);
    }

    /** As {@code percentile_disc}. */
    private static @Nullable BigDecimal nearestRank(List<Long> seconds, double fraction) {
        List<Long> sorted = seconds.stream().sorted().toList();
        return sorted.isEmpty() ? null : ratio(sorted.get((int) Math.ceil(fraction * sorted.size()) - 1), 3600);
    }

    private static @Nullable BigDecimal ratio(long numerator, long denominator) {
        return denominator == 0
                ? null
                : BigDecimal.valueOf(numerator)
                        .divide(BigDecimal.valueOf(denominator), MathContext.DECIMAL128)
                        .setScale(6, RoundingMode.HALF_UP);
    }
}
