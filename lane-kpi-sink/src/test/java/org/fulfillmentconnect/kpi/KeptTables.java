package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.jspecify.annotations.Nullable;

/** The tables as maps, kept by deltas, and the rows that the views make of them. */
final class KeptTables {
    final Map<String, CountedOrder> orders = new HashMap<>();
    final Map<DayTable, Map<DayKey, DayTotals>> aggregates = new HashMap<>();

    void merge(List<FulfillmentEvent> events) {
        Deltas deltas = new Deltas();
        for (FulfillmentEvent event : events) {
            CountedOrder old = orders.getOrDefault(event.orderId(), CountedOrder.of(OrderFacts.NONE, Histories.ZONE));
            CountedOrder merged = CountedOrder.of(old.facts().merge(OrderFacts.of(event)), Histories.ZONE);
            deltas.subtract(old.contribution());
            deltas.add(merged.contribution());
            orders.put(event.orderId(), merged);
        }
        DayTable.ALL.forEach(table -> deltas.of(table)
                .forEach((key, delta) -> aggregates
                        .computeIfAbsent(table, any -> new HashMap<>())
                        .merge(key, delta, (row, by) -> {
                            DayTotals changed = row.plus(by);
                            assertThat(changed.hasNegative()).isFalse();
                            return changed.isZero() ? null : changed;
                        })));
        aggregates.values().removeIf(Map::isEmpty);
    }

    Map<String, Long> exclusions() {
        Map<String, Long> byReason = new TreeMap<>();
        rows(DayTable.LANE_EXCLUSION_DAY)
                .forEach((key, totals) -> byReason.merge(key.names().get(0), totals.sum(0), Long::sum));
        return byReason;
    }

    Map<String, StatRow> routeStats() {
        return stats(DayTable.LANE_DAY, of -> {
            long samples = of.applyAsLong("sample_count");
            return samples == 0 && of.applyAsLong("overdue_count") == 0
                    ? List.of()
                    : List.of(
                            text(samples),
                            text(of.applyAsLong("late_count")),
                            text(BruteForce.ratio(of.applyAsLong("late_count"), samples)),
                            text(BruteForce.ratio(of.applyAsLong("lead_seconds"), samples * 3600)),
                            text(BruteForce.ratio(
                                    of.applyAsLong("handoff_seconds"), of.applyAsLong("handoff_count") * 3600)),
                            text(BruteForce.ratio(
                                    of.applyAsLong("transit_seconds"), of.applyAsLong("transit_count") * 3600)),
                            text(of.applyAsLong("overdue_count")));
        });
    }

    Map<String, StatRow> allPromiseStats() {
        return stats(
                DayTable.PROMISE_DAY,
                of -> List.of(
                        text(of.applyAsLong("promise_count")),
                        text(of.applyAsLong("broken_count")),
                        text(BruteForce.ratio(of.applyAsLong("broken_count"), of.applyAsLong("promise_count"))),
                        text(of.applyAsLong("broken_count") - of.applyAsLong("overdue_count")),
                        text(of.applyAsLong("overdue_count"))));
    }

    Map<String, StatRow> sellerStats() {
        return stats(
                DayTable.SELLER_DAY,
                of -> List.of(
                        text(of.applyAsLong("sample_count")),
                        text(of.applyAsLong("late_count")),
                        text(BruteForce.ratio(of.applyAsLong("late_count"), of.applyAsLong("sample_count"))),
                        text(BruteForce.ratio(of.applyAsLong("lead_seconds"), of.applyAsLong("sample_count") * 3600)),
                        text(of.applyAsLong("handoff_count")),
                        text(of.applyAsLong("handoff_late_count")),
                        text(BruteForce.ratio(of.applyAsLong("handoff_late_count"), of.applyAsLong("handoff_count"))),
                        text(BruteForce.ratio(
                                of.applyAsLong("handoff_delay_seconds"), of.applyAsLong("handoff_count") * 3600)),
                        text(of.applyAsLong("overdue_count"))));
    }

    private Map<DayKey, DayTotals> rows(DayTable table) {
        return aggregates.getOrDefault(table, Map.of());
    }

    /** @param exact what the view says of sums by column; empty if it has no such row */
    private Map<String, StatRow> stats(DayTable table, Function<ToLongFunction<String>, List<String>> exact) {
        Map<String, StatRow> stats = new TreeMap<>();
        rows(table).forEach((dayKey, totals) -> {
            String key = dayKey.day() + " " + String.join("→", dayKey.names());
            List<String> texts =
                    exact.apply(column -> totals.sum(table.sumColumns().indexOf(column)));
            if (!texts.isEmpty()) {
                LeadTimeHistogram leads = totals.leadTimes();
                stats.put(key, new StatRow(key, texts, percentile(leads, 50), percentile(leads, 95)));
            }
        });
        return stats;
    }

    private static @Nullable BigDecimal percentile(LeadTimeHistogram leads, int percent) {
        return leads.isEmpty() ? null : BruteForce.ratio(leads.percentileSeconds(percent), 3600);
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value);
    }
}
