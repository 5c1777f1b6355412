package org.fulfillmentconnect.model;

import java.time.Instant;
import java.util.List;

/** One synthetic event of each type, with all of its facts, as the golden records have them. */
final class GoldenEvents {
    static final String ORDER = "00112233445566778899aabbccddeeff";

    private static final Instant OBSERVED_UNTIL = Instant.parse("2018-10-17T20:30:18Z");
    private static final Instant PROMISED_AT = Instant.parse("2017-10-18T02:00:00Z");
    private static final Instant DUE_AT = Instant.parse("2017-10-19T01:59:59.999Z");
    private static final Instant DELIVERED_AT = Instant.parse("2017-10-21T00:25:13Z");
    private static final Instant SHIPPING_LIMIT_AT = Instant.parse("2017-10-06T14:07:15Z");

    private GoldenEvents() {}

    static FulfillmentEvent of(EventType type) {
        return switch (type) {
            case ORDER_PLACED ->
                event(
                        Instant.parse("2017-10-02T13:56:33Z"),
                        new Facts.OrderPlaced(
                                "customer-1", "person-1", "são paulo", "SP", PROMISED_AT, 3, 12_990L, 1_567L));
            case ORDER_APPROVED -> event(Instant.parse("2017-10-02T14:07:15Z"), new Facts.OrderApproved());
            case WAREHOUSE_ASSIGNED ->
                event(
                        Instant.parse("2017-10-02T14:07:15Z"),
                        new Facts.WarehouseAssigned(List.of(
                                new Facts.Warehouse("seller-1", "maua", "SP", 2, SHIPPING_LIMIT_AT),
                                new Facts.Warehouse(
                                        "seller-2",
                                        "rio de janeiro",
                                        "RJ",
                                        1,
                                        SHIPPING_LIMIT_AT.minusSeconds(86_400)))));
            case HANDED_TO_CARRIER ->
                event(
                        Instant.parse("2017-10-04T22:55:00Z"),
                        new Facts.HandedToCarrier(SHIPPING_LIMIT_AT, false, -141_135L));
            case DELIVERED -> event(DELIVERED_AT, new Facts.Delivered(PROMISED_AT, DUE_AT, true, 167_113L));
            case DELIVERY_DUE -> event(DUE_AT, new Facts.DeliveryDue(PROMISED_AT, DELIVERED_AT, "day"));
            case DELIVERY_DELAYED -> event(DUE_AT, new Facts.DeliveryDelayed(PROMISED_AT, "day+PT0S"));
            case ORDER_CANCELLED -> event(Instant.parse("2017-10-22T00:00:00Z"), new Facts.OrderCancelled("canceled"));
        };
    }

    private static FulfillmentEvent event(Instant at, Facts facts) {
        return FulfillmentEvent.of(ORDER, at, OBSERVED_UNTIL, facts);
    }
}
