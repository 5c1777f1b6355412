package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;

class ContributionTest {
    private static final Instant OBSERVED = Instant.parse("2018-01-01T00:00:00Z");

    @Property(tries = 300)
    void addUpToTheBruteForceCalculationHoweverTheEventsCome(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int orders) {
        List<FulfillmentEvent> events = Histories.of(seed, orders);
        Random random = new Random(seed);
        List<FulfillmentEvent> arrivals = new ArrayList<>(events);
        for (int i = 0; i < events.size() / 2; i++) {
            arrivals.add(events.get(random.nextInt(events.size())));
        }
        Collections.shuffle(arrivals, random);

        Tables tables = new Tables();
        for (int from = 0; from < arrivals.size(); ) {
            int to = Math.min(arrivals.size(), from + 1 + random.nextInt(40));
            tables.merge(arrivals.subList(from, to));
            from = to;
        }

        BruteForce expected = new BruteForce(events, Histories.ZONE);
        assertThat(tables.exclusions()).isEqualTo(expected.exclusions());
        StatsAssert.assertSame(tables.routeStats(), expected.routeStats());
        Tables inOneBatch = new Tables();
        inOneBatch.merge(events);
        assertThat(tables.aggregates).isEqualTo(inOneBatch.aggregates);
        assertThat(tables.orders).isEqualTo(inOneBatch.orders);
    }

    @Property(tries = 300)
    void factsMergeLikeASemilattice(@ForAll long seed) {
        List<FulfillmentEvent> events = Histories.of(seed, 1);
        Random random = new Random(seed);
        OrderFacts one = someOf(events, random);
        OrderFacts other = someOf(events, random);
        OrderFacts third = someOf(events, random);
        assertThat(one.merge(other)).isEqualTo(other.merge(one));
        assertThat(one.merge(other).merge(third)).isEqualTo(one.merge(other.merge(third)));
        assertThat(one.merge(one)).isEqualTo(one);
        assertThat(one.merge(OrderFacts.NONE)).isEqualTo(one);
    }

    private static OrderFacts someOf(List<FulfillmentEvent> events, Random random) {
        return events.stream()
                .filter(event -> random.nextBoolean())
                .map(OrderFacts::of)
                .reduce(OrderFacts.NONE, OrderFacts::merge);
    }

    @Test
    void aRegionIsTakenFromTheGreatestEventThatStatesIt() {
        Instant at = Instant.parse("2017-10-02T13:56:33Z");
        FulfillmentEvent knowing = FulfillmentEvent.of("o", at, OBSERVED, placedIn("SP"));
        FulfillmentEvent newerButSilent = FulfillmentEvent.of(
                "o",
                at,
                OBSERVED.plusSeconds(1),
                new Facts.OrderPlaced(null, null, null, null, null, null, null, null));
        assertThat(OrderFacts.of(knowing).merge(OrderFacts.of(newerButSilent)).customerRegion())
                .isNotNull()
                .extracting(Register::value)
                .isEqualTo("SP");
    }

    @Test
    void aVerdictAloneIsOverdueAndLeavesItsRowWhenTheDeliveryArrives() {
        Tables tables = new Tables();
        tables.merge(List.of(
                event("2017-10-02T10:00:00Z", placedIn("RJ")),
                event("2017-10-02T11:00:00Z", assignedTo("SP")),
                event("2017-10-10T02:59:59.999Z", new Facts.DeliveryDelayed(null, "day+PT0S"))));
        assertThat(tables.routeStats().values())
                .extracting(
                        RouteStats::key,
                        row -> row.exact().sampleCount(),
                        row -> row.exact().overdueCount())
                .containsExactly(tuple("2017-10-09 SP→RJ", 0L, 1L));

        tables.merge(List.of(event("2017-10-12T12:00:00Z", new Facts.Delivered(null, null, null, null))));
        assertThat(tables.routeStats().values())
                .extracting(
                        RouteStats::key,
                        row -> row.exact().lateCount(),
                        row -> row.exact().overdueCount())
                .containsExactly(tuple("2017-10-12 SP→RJ", 1L, 0L));
    }

    @Test
    void theVerdictAloneDecidesWhatIsLate() {
        Tables tables = new Tables();
        tables.merge(List.of(
                event("2017-10-02T10:00:00Z", placedIn("RJ")),
                event("2017-10-02T11:00:00Z", assignedTo("SP")),
                // Late by its own times and by the judge's flag, but there is no verdict.
                event(
                        "2017-10-12T12:00:00Z",
                        new Facts.Delivered(
                                Instant.parse("2017-10-05T00:00:00Z"),
                                Instant.parse("2017-10-05T00:00:00Z"),
                                true,
                                9L))));
        assertThat(tables.routeStats().values())
                .extracting(row -> row.exact().lateCount())
                .containsExactly(0L);

        tables.merge(List.of(event("2017-10-20T00:00:00Z", new Facts.DeliveryDelayed(null, "day+PT0S"))));
        assertThat(tables.routeStats().values())
                .extracting(row -> row.exact().lateCount())
                .containsExactly(1L);
    }

    @Test
    void aDueDateIsNoVerdict() {
        assertThat(OrderFacts.of(event("2017-10-10T00:00:00Z", new Facts.DeliveryDue(null, null, "day"))))
                .isEqualTo(OrderFacts.NONE);
    }

    @Test
    void whatWasCountedIsTakenBackUnderTheDayOnWhichItWasCounted() {
        OrderFacts facts = OrderFacts.of(event("2017-10-12T12:00:00Z", new Facts.Delivered(null, null, null, null)));
        Contribution counted = Contribution.of(facts, ZoneOffset.ofHours(14));
        assertThat(Contribution.asCounted(facts, counted.statDate()))
                .isEqualTo(counted)
                .isNotEqualTo(Contribution.of(facts, ZoneOffset.UTC));
    }

    private static FulfillmentEvent event(String at, Facts facts) {
        return FulfillmentEvent.of("o", Instant.parse(at), OBSERVED, facts);
    }

    private static Facts placedIn(String region) {
        return new Facts.OrderPlaced(null, null, null, region, null, null, null, null);
    }

    private static Facts assignedTo(String region) {
        return new Facts.WarehouseAssigned(List.of(new Facts.Warehouse("s", null, region, 1, null)));
    }

    /** The tables as maps. */
    private static final class Tables {
        final Map<String, CountedOrder> orders = new HashMap<>();
        final Map<DayTable, Map<DayKey, DayTotals>> aggregates = new HashMap<>();

        void merge(List<FulfillmentEvent> events) {
            Deltas deltas = new Deltas();
            for (FulfillmentEvent event : events) {
                CountedOrder old = orders.getOrDefault(event.orderId(), new CountedOrder(OrderFacts.NONE, null));
                OrderFacts merged = old.facts().merge(OrderFacts.of(event));
                Contribution added = Contribution.of(merged, Histories.ZONE);
                deltas.subtract(Contribution.asCounted(old.facts(), old.statDate()));
                deltas.add(added);
                orders.put(event.orderId(), new CountedOrder(merged, added.statDate()));
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
            aggregates
                    .getOrDefault(DayTable.LANE_EXCLUSION_DAY, Map.of())
                    .forEach((key, totals) -> byReason.merge(key.names().get(0), totals.sum(0), Long::sum));
            return byReason;
        }

        Map<String, RouteStats> routeStats() {
            return StatsAssert.routeStats(aggregates.getOrDefault(DayTable.LANE_DAY, Map.of()));
        }
    }
}
