package org.fulfillmentconnect.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class EventIdTest {
    @Test
    void isTheTestVectorOfTheContract() {
        Instant eventAt = LocalDateTime.parse("2017-10-02T10:56:33")
                .atZone(ZoneId.of("America/Sao_Paulo"))
                .toInstant();

        assertThat(eventAt).isEqualTo(Instant.parse("2017-10-02T13:56:33.000Z"));
        assertThat(EventId.of("e481f51cbdc54678b7cc49136f2d6af7", "ORDER_PLACED", eventAt))
                .isEqualTo("5e933ed07d03902b6edaa29c81824233");
    }

    @Test
    void differsByOrderTypeAndMillisecond() {
        Instant at = Instant.parse("2017-10-02T13:56:33.001Z");

        assertThat(new String[] {
                    EventId.of("a", "DELIVERED", at),
                    EventId.of("b", "DELIVERED", at),
                    EventId.of("a", "DELIVERY_DUE", at),
                    EventId.of("a", "DELIVERED", at.plusMillis(1))
                })
                .doesNotHaveDuplicates();
    }

    @Test
    void ignoresWhatIsBelowTheMillisecond() {
        Instant at = Instant.parse("2017-10-02T13:56:33.001Z");

        assertThat(EventId.of("a", "DELIVERED", at.plusNanos(999_999))).isEqualTo(EventId.of("a", "DELIVERED", at));
    }

    @Test
    void anEventHasTheIdOfItsFactsAndTheirInference() {
        for (EventType type : EventType.values()) {
            FulfillmentEvent event = GoldenEvents.of(type);

            assertThat(event.eventId()).isEqualTo(EventId.of(event.orderId(), type.name(), event.eventAt()));
            assertThat(event.eventAtInferred())
                    .isEqualTo(type == EventType.ORDER_CANCELLED || type == EventType.WAREHOUSE_ASSIGNED);
        }
    }
}
