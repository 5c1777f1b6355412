package org.fulfillmentconnect.smt;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.jspecify.annotations.Nullable;

/** Synthetic events of one order, and the records that carry them. */
final class Events {
    static final String ORDER = "00112233445566778899aabbccddeeff";
    static final Instant PROMISED_AT = Instant.parse("2017-10-18T02:00:00Z");
    static final Instant DUE_AT = Instant.parse("2017-10-19T01:59:59.999Z");
    static final Instant SHIPPING_LIMIT_AT = Instant.parse("2017-10-06T14:07:15Z");
    static final Instant OBSERVED_UNTIL = Instant.parse("2018-10-17T20:30:18Z");
    static final String TOPIC = "fulfillment-events";

    private Events() {}

    static FulfillmentEvent placed() {
        return event(
                "2017-10-02T13:56:33Z",
                new Facts.OrderPlaced("customer-1", "person-1", "sao paulo", "SP", PROMISED_AT, 2, 2999L, 872L));
    }

    static FulfillmentEvent assigned() {
        return event(
                "2017-10-02T14:07:15Z",
                new Facts.WarehouseAssigned(List.of(
                        new Facts.Warehouse("seller-1", "maua", "SP", 1, SHIPPING_LIMIT_AT),
                        new Facts.Warehouse("seller-2", "ibitinga", "SP", 1, SHIPPING_LIMIT_AT))));
    }

    static FulfillmentEvent handedOff(Instant at, @Nullable Instant shippingLimitAt) {
        return FulfillmentEvent.of(ORDER, at, OBSERVED_UNTIL, new Facts.HandedToCarrier(shippingLimitAt, null, null));
    }

    static FulfillmentEvent delivered(Instant at, @Nullable Instant dueAt) {
        return FulfillmentEvent.of(ORDER, at, OBSERVED_UNTIL, new Facts.Delivered(PROMISED_AT, dueAt, null, null));
    }

    static FulfillmentEvent due(@Nullable Instant deliveredAt, Instant observedUntil, @Nullable String promise) {
        return FulfillmentEvent.of(
                ORDER, DUE_AT, observedUntil, new Facts.DeliveryDue(PROMISED_AT, deliveredAt, promise));
    }

    private static FulfillmentEvent event(String at, Facts facts) {
        return FulfillmentEvent.of(ORDER, Instant.parse(at), OBSERVED_UNTIL, facts);
    }

    /** As the source sends it: keyed, stamped with the event's time, with both headers. */
    static SourceRecord record(Form form, FulfillmentEvent event) {
        Object value = form.of(event);
        SourceRecord record =
                record(Form.schemaOf(value), value, event.eventAt().toEpochMilli());
        record.headers()
                .addString(EventFields.EVENT_TYPE, event.type().name())
                .addString(EventFields.OWNER, event.type().owner().name());
        return record;
    }

    /** A record without headers and timestamp. */
    static SourceRecord record(@Nullable Object value) {
        return record(Form.schemaOf(value), value);
    }

    static SourceRecord record(@Nullable Schema schema, @Nullable Object value) {
        return record(schema, value, null);
    }

    private static SourceRecord record(@Nullable Schema schema, @Nullable Object value, @Nullable Long timestamp) {
        return new SourceRecord(null, null, TOPIC, 3, Schema.STRING_SCHEMA, ORDER, schema, value, timestamp);
    }
}
