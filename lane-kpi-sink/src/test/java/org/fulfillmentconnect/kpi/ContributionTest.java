package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;

class ContributionTest {
    private static final Instant OBSERVED = Instant.parse("2018-01-01T00:00:00Z");

    /** Columns of {@code route_stats_daily} in {@link StatRow#exact}. */
    private static final int SAMPLES = 0;

    private static final int LATE = 1;
    private static final int OVERDUE = 6;

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

        KeptTables tables = new KeptTables();
        for (int from = 0; from < arrivals.size(); ) {
            int to = Math.min(arrivals.size(), from + 1 + random.nextInt(40));
            tables.merge(arrivals.subList(from, to));
            from = to;
        }

        BruteForce expected = new BruteForce(events, Histories.ZONE);
        assertThat(tables.exclusions()).isEqualTo(expected.exclusions());
        StatsAssert.assertSame(tables.routeStats(), expected.routeStats());
        StatsAssert.assertSame(tables.allPromiseStats(), expected.allPromiseStats());
        StatsAssert.assertSame(tables.sellerStats(), expected.sellerStats());
        KeptTables inOneBatch = new KeptTables();
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
        KeptTables tables = new KeptTables();
        tables.merge(List.of(
                event("2017-10-02T10:00:00Z", placedIn("RJ")),
                event("2017-10-02T11:00:00Z", assignedTo("SP")),
                event("2017-10-10T02:59:59.999Z", new Facts.DeliveryDelayed(null, "day+PT0S"))));
        assertThat(tables.routeStats().values())
                .extracting(
                        StatRow::key,
                        row -> row.exact().get(SAMPLES),
                        row -> row.exact().get(OVERDUE))
                .containsExactly(tuple("2017-10-09 SP→RJ", "0", "1"));

        tables.merge(List.of(event("2017-10-12T12:00:00Z", new Facts.Delivered(null, null, null, null))));
        assertThat(tables.routeStats().values())
                .extracting(
                        StatRow::key,
                        row -> row.exact().get(LATE),
                        row -> row.exact().get(OVERDUE))
                .containsExactly(tuple("2017-10-12 SP→RJ", "1", "0"));
    }

    @Test
    void theVerdictAloneDecidesWhatIsLate() {
        KeptTables tables = new KeptTables();
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
                .extracting(row -> row.exact().get(LATE))
                .containsExactly("0");

        tables.merge(List.of(event("2017-10-20T00:00:00Z", new Facts.DeliveryDelayed(null, "day+PT0S"))));
        assertThat(tables.routeStats().values())
                .extracting(row -> row.exact().get(LATE))
                .containsExactly("1");
    }

    @Test
    void aDueDateIsNoVerdict() {
        assertThat(OrderFacts.of(event("2017-10-10T00:00:00Z", new Facts.DeliveryDue(null, null, "day"))))
                .isEqualTo(OrderFacts.NONE);
    }

    @Test
    void whatWasCountedIsTakenBackUnderTheDayOnWhichItWasCounted() {
        OrderFacts facts = OrderFacts.of(event("2017-10-12T12:00:00Z", new Facts.Delivered(null, null, null, null)));
        CountedOrder counted = CountedOrder.of(facts, ZoneOffset.ofHours(14));
        CountedOrder stored = new CountedOrder(facts, counted.on(), false);
        assertThat(stored.contribution())
                .isEqualTo(counted.contribution())
                .isNotEqualTo(CountedOrder.of(facts, ZoneOffset.UTC).contribution());
    }

    @Test
    void aSellerIsMeasuredByItsOwnLimit() {
        KeptTables tables = new KeptTables();
        Instant early = Instant.parse("2017-10-04T00:00:00Z");
        tables.merge(List.of(
                event("2017-10-02T10:00:00Z", placedIn("RJ")),
                event(
                        "2017-10-02T11:00:00Z",
                        new Facts.WarehouseAssigned(List.of(
                                new Facts.Warehouse("hurried", null, "SP", 1, early),
                                new Facts.Warehouse("patient", null, null, 1, early.plusSeconds(86_400)),
                                new Facts.Warehouse("unlimited", null, "SP", 1, null)))),
                event(
                        "2017-10-04T02:00:00Z",
                        // The order's latest limit, which is no seller's business.
                        new Facts.HandedToCarrier(early.plusSeconds(86_400), false, -79_200L)),
                event("2017-10-07T10:00:00Z", new Facts.Delivered(null, null, null, null))));
        assertThat(tables.sellerStats().values())
                .extracting(StatRow::key, row -> row.exact().subList(4, 8))
                .containsExactly(
                        tuple("2017-10-07 hurried", List.of("1", "1", "1.000000", "2.000000")),
                        tuple("2017-10-07 patient", List.of("1", "0", "0.000000", "0.000000")),
                        tuple("2017-10-07 unlimited", List.of("0", "0", "null", "null")));
    }

    @Test
    void aPromiseCountsOnTheDayItWasForWhetherKeptOrBroken() {
        KeptTables tables = new KeptTables();
        tables.merge(List.of(
                event("2017-10-02T10:00:00Z", placedIn("RJ")),
                event("2017-10-02T11:00:00Z", assignedTo("SP")),
                event(
                        "2017-10-07T10:00:00Z",
                        new Facts.Delivered(null, Instant.parse("2017-10-11T02:59:59.999Z"), null, null))));
        assertThat(tables.allPromiseStats().values())
                .extracting(StatRow::key, StatRow::exact)
                .containsExactly(tuple("2017-10-10 SP→RJ", List.of("1", "0", "0.000000", "0", "0")));

        tables.merge(List.of(event("2017-10-05T02:59:59.999Z", new Facts.DeliveryDelayed(null, "day+PT0S"))));
        assertThat(tables.allPromiseStats().values())
                .extracting(StatRow::key, StatRow::exact)
                .containsExactly(tuple("2017-10-04 SP→RJ", List.of("1", "1", "1.000000", "1", "0")));

        tables.merge(List.of(event("2017-10-07T10:00:00Z", new Facts.OrderCancelled("canceled"))));
        assertThat(tables.aggregates).isEmpty();
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
}
