package org.fulfillmentconnect.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrecedenceTest {
    private static final Instant AT = Instant.parse("2017-10-22T00:00:00Z");

    private static FulfillmentEvent cancelled(String eventId, long at, long observedUntil, String reason) {
        return new FulfillmentEvent(
                eventId,
                GoldenEvents.ORDER,
                AT.plusSeconds(at),
                true,
                AT.plusSeconds(observedUntil),
                new Facts.OrderCancelled(reason));
    }

    @Test
    void goesByEventTimeThenIdThenSnapshot() {
        List<FulfillmentEvent> ascending = List.of(
                cancelled("c", 0, 9, "x"),
                cancelled("a", 1, 8, "x"),
                cancelled("b", 1, 0, "x"),
                cancelled("b", 1, 1, "x"));

        for (int i = 1; i < ascending.size(); i++) {
            FulfillmentEvent lesser = ascending.get(i - 1);
            FulfillmentEvent greater = ascending.get(i);
            assertThat(lesser.precedence()).isLessThan(greater.precedence());
            assertThat(Precedence.OF_EVENTS.compare(lesser, greater)).isNegative();
            assertThat(Precedence.OF_EVENTS.compare(greater, lesser)).isPositive();
        }
    }

    @Test
    void bodiesThatAreEqualInAllElseAreToldApartByTheirHash() {
        FulfillmentEvent one = cancelled("a", 0, 0, "canceled");
        FulfillmentEvent other = cancelled("a", 0, 0, "unavailable");

        assertThat(Precedence.OF_EVENTS.compare(one, other))
                .isNotZero()
                .isEqualTo(-Precedence.OF_EVENTS.compare(other, one));
        assertThat(Integer.signum(Precedence.OF_EVENTS.compare(one, other)))
                .isEqualTo(Integer.signum(one.precedence().compareTo(other.precedence())));
        assertThat(one.precedence())
                .isEqualByComparingTo(cancelled("a", 0, 0, "canceled").precedence());
    }

    /** Stores may keep the hash: it must not change from version to version. */
    @Test
    void theHashOfTheBodyIsPinned() {
        assertThat(GoldenEvents.of(EventType.WAREHOUSE_ASSIGNED).precedence().bodyHash())
                .isEqualTo("bb3d34850aca3148");
    }

    @Test
    void nothingCannotBeMerged() {
        assertThatThrownBy(() -> new MergedFacts(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected at least one event");
    }
}
