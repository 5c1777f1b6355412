package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;

class CardPropertyTest {

    @Property
    void anyOrderRepetitionAndBatchingGivesTheSameBytes(
            @ForAll("histories") List<FulfillmentEvent> history, @ForAll Random random) {
        byte[] expected = CardJson.write(fold(history));

        List<FulfillmentEvent> other = new ArrayList<>(history);
        history.stream().filter(event -> random.nextBoolean()).forEach(other::add);
        Collections.shuffle(other, random);

        assertThat(storedInBatches(other, random)).isEqualTo(expected);
    }

    /** As the connector does: each batch is folded by itself and merged into what is stored. */
    private static byte[] storedInBatches(List<FulfillmentEvent> events, Random random) {
        byte[] stored = {};
        int from = 0;
        while (from < events.size()) {
            int to = from + 1 + random.nextInt(events.size() - from);
            Card delta = fold(events.subList(from, to));
            Card merged = stored.length == 0
                    ? delta
                    : CardJson.read(stored, 0, stored.length).merge(delta);
            stored = CardJson.write(merged);
            from = to;
        }
        return stored;
    }

    private static Card fold(List<FulfillmentEvent> events) {
        return Orders.card(events.toArray(FulfillmentEvent[]::new));
    }

    @Property
    void mergingIsCommutativeAssociativeAndIdempotent(
            @ForAll("histories") List<FulfillmentEvent> first,
            @ForAll("histories") List<FulfillmentEvent> second,
            @ForAll("histories") List<FulfillmentEvent> third) {
        Card a = fold(first);
        Card b = fold(second);
        Card c = fold(third);

        assertThat(a.merge(b)).isEqualTo(b.merge(a));
        assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
        assertThat(a.merge(b).merge(b)).isEqualTo(a.merge(b));
    }

    @Property
    void mergingWhatIsKnownGivesTheVerySameCard(@ForAll("histories") List<FulfillmentEvent> history) {
        Card card = fold(history);
        Card known = fold(history.subList(0, 1 + history.size() / 2));

        assertThat(card.merge(known)).isSameAs(card);
    }

    @Property
    void readingAStoredCardGivesTheSameCard(@ForAll("histories") List<FulfillmentEvent> history) {
        Card card = fold(history);
        byte[] stored = CardJson.write(card);

        assertThat(CardJson.read(stored, 0, stored.length)).isEqualTo(card);
    }

    @Property
    void aCardSaysWhatItsEventsSay(@ForAll("histories") List<FulfillmentEvent> history) throws IOException {
        ObjectNode card = (ObjectNode) JsonDocument.MAPPER.readTree(CardJson.write(fold(history)));
        card.remove("events");

        JsonNode expected = JsonDocument.MAPPER.readTree(
                JsonDocument.MAPPER.writeValueAsBytes(new BruteForceCard(history).fields()));
        assertThat(card).isEqualTo(expected);
    }

    /** Few instants, so that events meet: the same event of two snapshots, steps reversed, times inferred anew. */
    @Provide
    static Arbitrary<List<FulfillmentEvent>> histories() {
        Arbitrary<FulfillmentEvent> events = Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(1, 3),
                        facts())
                .as((hour, snapshot, facts) -> FulfillmentEvent.of(
                        "order-1",
                        Orders.BEGIN.plus(Duration.ofMinutes(61L * hour)),
                        Orders.AS_OF.plus(Duration.ofDays(snapshot)),
                        facts));
        return events.list().ofMinSize(1).ofMaxSize(14);
    }

    private static Arbitrary<Facts> facts() {
        return Arbitraries.oneOf(
                placed().map(Facts.class::cast),
                Arbitraries.just(new Facts.OrderApproved()),
                assigned().map(Facts.class::cast),
                handed().map(Facts.class::cast),
                delivered().map(Facts.class::cast),
                Arbitraries.of("day+PT0S", "day+PT12H")
                        .injectNull(0.3)
                        .map(policy -> new Facts.DeliveryDelayed(Orders.BEGIN, policy)),
                Arbitraries.of("canceled", "unavailable").injectNull(0.3).map(Facts.OrderCancelled::new));
    }

    private static Arbitrary<Facts.OrderPlaced> placed() {
        return Combinators.combine(
                        Arbitraries.of("c-1", "c-2").injectNull(0.3),
                        Arbitraries.of("são paulo", "rio \"de\" janeiro").injectNull(0.3),
                        Arbitraries.of("SP", "RJ").injectNull(0.3),
                        Arbitraries.of(Orders.BEGIN, Orders.AS_OF).injectNull(0.3),
                        Arbitraries.integers().between(0, 2).injectNull(0.3),
                        Arbitraries.longs().between(0, 1L << 40).injectNull(0.3))
                .as((customer, city, region, promised, items, cents) ->
                        new Facts.OrderPlaced(customer, null, city, region, promised, items, cents, cents));
    }

    private static Arbitrary<Facts.WarehouseAssigned> assigned() {
        Arbitrary<Facts.Warehouse> warehouse = Combinators.combine(
                        Arbitraries.of("s-1", "s-2", "s-3"),
                        Arbitraries.of("ibitinga", "santos").injectNull(0.3),
                        Arbitraries.of("SP", "MG").injectNull(0.3))
                .as((seller, city, region) -> new Facts.Warehouse(seller, city, region, 1, Orders.BEGIN));
        return warehouse.list().ofMaxSize(3).injectNull(0.2).map(Facts.WarehouseAssigned::new);
    }

    private static Arbitrary<Facts.HandedToCarrier> handed() {
        return Combinators.combine(
                        Arbitraries.of(true, false).injectNull(0.3),
                        Arbitraries.longs().between(-100, 100).injectNull(0.3))
                .as((late, seconds) -> new Facts.HandedToCarrier(Orders.BEGIN, late, seconds));
    }

    private static Arbitrary<Facts.Delivered> delivered() {
        return Combinators.combine(
                        Arbitraries.of(true, false).injectNull(0.3),
                        Arbitraries.longs().between(-100, 100).injectNull(0.3))
                .as((late, seconds) -> new Facts.Delivered(Orders.BEGIN, Orders.BEGIN, late, seconds));
    }
}
