package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FactReaderTest {
    private static final Instant AT = Instant.parse("2017-10-02T13:56:33Z");

    private final Map<String, Object> placed = EventCodec.toMap(
            FulfillmentEvent.of("o", AT, AT, new Facts.OrderPlaced(null, null, null, "SP", null, null, null, null)));

    @Test
    void readsBothWireFormsAlike() {
        FulfillmentEvent event = FulfillmentEvent.of(
                "o", AT, AT, new Facts.WarehouseAssigned(List.of(new Facts.Warehouse("s", null, "RJ", 1, AT))));
        assertThat(facts(EventCodec.toStruct(event)))
                .isEqualTo(facts(EventCodec.toMap(event)))
                .isEqualTo(OrderFacts.of(event));
    }

    @Test
    void passesOverATombstoneAndWhatTheKpisDoNotNeed() {
        assertThat(facts(null)).isNull();
        assertThat(facts(EventCodec.toMap(FulfillmentEvent.of("o", AT, AT, new Facts.DeliveryDue(AT, null, "day")))))
                .isNull();
    }

    @Test
    void takesAnEmptyRegionForUnknown() {
        placed.put("customerRegion", "");
        assertThat(facts(placed))
                .isEqualTo(new OrderFacts(AT.toEpochMilli(), null, null, null, null, false, null, null, null));
    }

    @Test
    void refusesWhatNoDatabaseCanStore() {
        refuses("orderId", "", "orderId: expected 1 to 255 characters but found 0");
        refuses("orderId", "x".repeat(256), "orderId: expected 1 to 255 characters but found 256");
        refuses("eventId", "a\0", "eventId: expected text without control characters and unpaired surrogates");
        refuses("orderId", "\ud83d", "orderId: expected text without control characters and unpaired surrogates");
        refuses(
                "customerRegion",
                "S\u001fP",
                "customerRegion: expected text without control characters and unpaired" + " surrogates");
        refuses("customerRegion", "x".repeat(101), "customerRegion: expected at most 100 characters but found 101");
        refuses("eventAt", -1L, "eventAt: expected a time from the year 1970 to 9999");
        refuses("eventAt", Long.MAX_VALUE, "eventAt: expected a time from the year 1970 to 9999");
    }

    @Test
    void refusesASellerOrATimeThatCannotBeCounted() {
        refuses(
                new Facts.WarehouseAssigned(List.of(new Facts.Warehouse("", null, "SP", 1, null))),
                "sellerId: expected 1 to 255 characters but found 0");
        refuses(
                new Facts.WarehouseAssigned(
                        List.of(new Facts.Warehouse("s", null, "SP", 1, Instant.ofEpochMilli(Long.MAX_VALUE)))),
                "shippingLimitAt: expected a time from the year 1970 to 9999");
        refuses(
                new Facts.Delivered(null, Instant.EPOCH.minusMillis(1), null, null),
                "dueAt: expected a time from the year 1970 to 9999");
    }

    private static void refuses(Facts facts, String message) {
        assertThatThrownBy(() -> facts(EventCodec.toMap(FulfillmentEvent.of("o", AT, AT, facts))))
                .isInstanceOf(DataException.class)
                .hasMessage(message);
    }

    private void refuses(String field, Object value, String message) {
        Map<String, Object> changed = new HashMap<>(placed);
        changed.put(field, value);
        assertThatThrownBy(() -> facts(changed))
                .isInstanceOf(DataException.class)
                .hasMessage(message);
    }

    private static @Nullable OrderFacts facts(@Nullable Object value) {
        PendingFacts pending = FactReader.read(TaskRun.record(value, 0, 0));
        return pending == null ? null : pending.facts();
    }
}
