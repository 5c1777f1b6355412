package org.fulfillmentconnect.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTypeTest {
    @ParameterizedTest
    @CsvSource({
        "ORDER_PLACED, OMS, false",
        "ORDER_APPROVED, OMS, false",
        "ORDER_CANCELLED, OMS, true",
        "WAREHOUSE_ASSIGNED, WMS, true",
        "HANDED_TO_CARRIER, TMS, false",
        "DELIVERED, TMS, false",
        "DELIVERY_DUE, TMS, false",
        "DELIVERY_DELAYED, TMS, false"
    })
    void hasOneOwner(EventType type, Owner owner, boolean timeInferred) {
        assertThat(type.owner()).isEqualTo(owner);
        assertThat(type.timeInferred()).isEqualTo(timeInferred);
        assertThat(EventType.named(type.name())).contains(type);
    }

    @Test
    void knowsNoOtherName() {
        assertThat(EventType.named("delivered")).isEmpty();
        assertThat(EventType.named("RETURNED")).isEmpty();
    }

    @Test
    void breaksTiesInTheOrderOfTheContract() {
        assertThat(EventType.values())
                .containsSubsequence(
                        EventType.ORDER_PLACED,
                        EventType.ORDER_APPROVED,
                        EventType.WAREHOUSE_ASSIGNED,
                        EventType.HANDED_TO_CARRIER,
                        EventType.DELIVERED,
                        EventType.DELIVERY_DUE,
                        EventType.ORDER_CANCELLED);
    }
}
