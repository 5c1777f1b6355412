package org.fulfillmentconnect.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Over few values of everything, so that ties, repetitions and absent facts are frequent. */
class MergedFactsPropertyTest {
    private static final Instant START = Instant.parse("2017-10-02T13:56:33Z");

    @Provide
    Arbitrary<List<FulfillmentEvent>> histories() {
        return Arbitraries.of(EventType.class)
                .flatMap(type -> event(type).list().ofMinSize(1).ofMaxSize(8));
    }

    private static Arbitrary<FulfillmentEvent> event(EventType type) {
        return Combinators.combine(instants(), instants(), facts(type))
                .as((eventAt, observedUntil, facts) ->
                        FulfillmentEvent.of(GoldenEvents.ORDER, eventAt, observedUntil, facts));
    }

    private static Arbitrary<Instant> instants() {
        return Arbitraries.integers().between(0, 2).map(START::plusSeconds);
    }

    private static Arbitrary<@Nullable Instant> times() {
        return instants().injectNull(0.5);
    }

    private static Arbitrary<@Nullable String> texts() {
        return Arbitraries.of("a", "b").injectNull(0.5);
    }

    private static Arbitrary<@Nullable Long> longs() {
        return Arbitraries.longs().between(0, 1).injectNull(0.5);
    }

    private static Arbitrary<@Nullable Boolean> flags() {
        return Arbitraries.of(true, false).injectNull(0.5);
    }

    private static Arbitrary<? extends Facts> facts(EventType type) {
        return switch (type) {
            case ORDER_PLACED ->
                Combinators.combine(
                                texts(),
                                texts(),
                                texts(),
                                texts(),
                                times(),
                                Arbitraries.integers().between(0, 1).injectNull(0.5),
                                longs(),
                                longs())
                        .as(Facts.OrderPlaced::new);
            case ORDER_APPROVED -> Arbitraries.just(new Facts.OrderApproved());
            case WAREHOUSE_ASSIGNED ->
                Combinators.combine(texts(), times())
                        .as((city, limit) -> new Facts.Warehouse("seller-1", city, null, 1, limit))
                        .list()
                        .ofMaxSize(2)
                        .injectNull(0.3)
                        .map(Facts.WarehouseAssigned::new);
            case HANDED_TO_CARRIER ->
                Combinators.combine(times(), flags(), longs()).as(Facts.HandedToCarrier::new);
            case DELIVERED ->
                Combinators.combine(times(), times(), flags(), longs()).as(Facts.Delivered::new);
            case DELIVERY_DUE -> Combinators.combine(times(), times(), texts()).as(Facts.DeliveryDue::new);
            case DELIVERY_DELAYED -> Combinators.combine(times(), texts()).as(Facts.DeliveryDelayed::new);
            case ORDER_CANCELLED -> texts().map(Facts.OrderCancelled::new);
        };
    }

    private static MergedFacts merge(List<FulfillmentEvent> history) {
        MergedFacts merged = MergedFacts.of(history.get(0));
        for (FulfillmentEvent event : history) {
            merged = merged.with(event);
        }
        return merged;
    }

    private static MergedFacts merge(MergedFacts one, MergedFacts other) {
        MergedFacts merged = one;
        for (FulfillmentEvent event : other.events()) {
            merged = merged.with(event);
        }
        return merged;
    }

    @Property
    void isTheSameForAnyOrderAndRepetition(@ForAll("histories") List<FulfillmentEvent> history, @ForAll Random random) {
        List<FulfillmentEvent> other = new ArrayList<>(history);
        for (int i = 0; i < 3; i++) {
            other.add(history.get(random.nextInt(history.size())));
        }
        Collections.shuffle(other, random);

        assertThat(merge(other)).isEqualTo(merge(history));
    }

    @Property
    void isTheSameForAnyGrouping(
            @ForAll("histories") List<FulfillmentEvent> history, @ForAll @IntRange(max = 7) int cut) {
        int split = 1 + cut % history.size();
        MergedFacts whole = merge(history);
        if (split < history.size()) {
            MergedFacts left = merge(history.subList(0, split));
            MergedFacts right = merge(history.subList(split, history.size()));

            assertThat(merge(left, right)).isEqualTo(whole);
            assertThat(merge(right, left)).isEqualTo(whole);
        }
    }

    @Property
    void anEventThatIsKnownChangesNothing(@ForAll("histories") List<FulfillmentEvent> history) {
        MergedFacts merged = merge(history);

        for (FulfillmentEvent event : history) {
            assertThat(merged.with(event)).isSameAs(merged);
        }
    }

    @Property
    void anAbsentFactNeverErasesAPresentOne(@ForAll("histories") List<FulfillmentEvent> history) {
        assertThat(stated(merge(history).facts(), history.get(0)).keySet())
                .containsAll(history.stream()
                        .flatMap(event -> stated(event.facts(), event).keySet().stream())
                        .toList());
    }

    @Property
    void everyFactIsThatOfTheGreatestEventThatStatesIt(@ForAll("histories") List<FulfillmentEvent> history) {
        Map<String, Object> expected = new TreeMap<>();
        history.stream()
                .sorted(Comparator.comparing(FulfillmentEvent::precedence))
                .forEach(event -> expected.putAll(stated(event.facts(), event)));

        assertThat(stated(merge(history).facts(), history.get(0))).isEqualTo(expected);
    }

    @Property
    void theGreatestEventIsTheGreatestOfAll(@ForAll("histories") List<FulfillmentEvent> history) {
        Precedence greatest = history.stream()
                .map(FulfillmentEvent::precedence)
                .max(Comparator.naturalOrder())
                .orElseThrow();

        assertThat(merge(history).greatest().precedence()).isEqualTo(greatest);
    }

    /** The facts as the wire has them, without the envelope. */
    private static Map<String, Object> stated(Facts facts, FulfillmentEvent envelope) {
        Map<String, Object> map = EventCodec.toMap(
                FulfillmentEvent.of(envelope.orderId(), envelope.eventAt(), envelope.observedUntil(), facts));
        EventCodec.toMap(FulfillmentEvent.of(
                        envelope.orderId(), envelope.eventAt(), envelope.observedUntil(), new Facts.OrderApproved()))
                .keySet()
                .forEach(map::remove);
        return map;
    }
}
