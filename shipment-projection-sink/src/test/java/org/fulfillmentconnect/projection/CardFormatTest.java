package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;

class CardFormatTest {
    private final CardFormat format = new CardFormat();
    private final Card whole = Orders.card(Orders.steps(1, Orders.BEGIN).toArray(FulfillmentEvent[]::new));
    private final Card part = Orders.card(Orders.steps(1, Orders.BEGIN).get(0));

    private Card read(Card stored, Card expected) {
        byte[] json = stored.json();
        return format.read(1, json, 0, json.length, expected);
    }

    @Test
    void givesTheExpectedCardWhereTheStoredOneIsTheSame() {
        assertThat(read(whole, whole)).isSameAs(whole);
    }

    @Test
    void readsTheStoredCardWhereItIsAnother() {
        for (int card = 0; card < 100; card++) {
            assertThat(read(whole, part)).isEqualTo(whole).isNotSameAs(part);
        }
        assertThat(read(part, whole)).isEqualTo(part);
    }

    @Test
    void noticesThatCardsAreTheSameAgain() {
        for (int card = 0; card < 100; card++) {
            read(whole, part);
        }
        List<Card> cards = Stream.generate(() -> read(whole, whole)).limit(100).toList();

        assertThat(cards)
                .filteredOn(card -> System.identityHashCode(card) == System.identityHashCode(whole))
                .hasSizeGreaterThan(5);
    }
}
