package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares rows of {@code route_stats_daily}: all equal, but the percentiles within 1%. */
final class StatsAssert {
    private StatsAssert() {}

    static void assertSame(Map<String, RouteStats> actual, Map<String, RouteStats> expected) {
        assertThat(exact(actual)).isEqualTo(exact(expected));
        expected.forEach((key, row) -> {
            RouteStats other = Objects.requireNonNull(actual.get(key));
            assertClose(other.p50Hours(), row.p50Hours());
            assertClose(other.p95Hours(), row.p95Hours());
        });
    }

    private static Map<String, RouteStats.Exact> exact(Map<String, RouteStats> rows) {
        Map<String, RouteStats.Exact> exact = new TreeMap<>();
        rows.forEach((key, row) -> exact.put(key, row.exact()));
        return exact;
    }

    private static void assertClose(@Nullable BigDecimal actual, @Nullable BigDecimal nearestRank) {
        if (nearestRank == null) {
            assertThat(actual).isNull();
        } else {
            assertThat(actual).isCloseTo(nearestRank, within(nearestRank.multiply(new BigDecimal("0.01"))));
        }
    }

    /** What the view makes of these rows of {@code lane_day}. */
    static Map<String, RouteStats> routeStats(Map<DayKey, DayTotals> rows) {
        Map<String, RouteStats> stats = new TreeMap<>();
        rows.forEach((key, totals) -> {
            long samples = sum(totals, "sample_count");
            if (samples > 0 || sum(totals, "overdue_count") > 0) {
                RouteStats row = new RouteStats(
                        new RouteStats.Exact(
                                key.statDate().toString(),
                                key.names().get(0),
                                key.names().get(1),
                                samples,
                                sum(totals, "late_count"),
                                ratio(sum(totals, "late_count"), samples),
                                ratio(sum(totals, "lead_seconds"), samples * 3600),
                                ratio(sum(totals, "handoff_seconds"), sum(totals, "handoff_count") * 3600),
                                ratio(sum(totals, "transit_seconds"), sum(totals, "transit_count") * 3600),
                                sum(totals, "overdue_count")),
                        samples == 0 ? null : ratio(totals.leadTimes().percentileSeconds(50), 3600),
                        samples == 0 ? null : ratio(totals.leadTimes().percentileSeconds(95), 3600));
                stats.put(row.key(), row);
            }
        });
        return stats;
    }

    private static long sum(DayTotals totals, String column) {
        List<String> columns = DayTable.LANE_DAY.sumColumns();
        return totals.sum(columns.indexOf(column));
    }

    private static @Nullable BigDecimal ratio(long numerator, long denominator) {
        return denominator == 0
                ? null
                : BigDecimal.valueOf(numerator)
                        .divide(BigDecimal.valueOf(denominator), MathContext.DECIMAL128)
                        .setScale(6, RoundingMode.HALF_UP);
    }
}
