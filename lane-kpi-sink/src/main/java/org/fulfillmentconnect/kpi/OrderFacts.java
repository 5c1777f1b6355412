package org.fulfillmentconnect.kpi;

import java.time.Instant;
import java.util.List;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.jspecify.annotations.Nullable;

/**
 * What the KPIs need to know of one order. A join-semilattice: merging is commutative, associative and idempotent, so the
 * result depends on the set of the order's events alone.
 *
 * <p>The time of a step is the latest {@code eventAt} of its events, in epoch milliseconds, null before it happened: the
 * precedence of events begins with {@code eventAt}, so the greatest event has the latest time. What is stated is taken from
 * the greatest event that states it.
 *
 * @param delayedAt when the verdict says that the promise broke
 * @param cancelled whether any event cancelled the order
 * @param sellers distinct and in their order; empty if it is stated that there are none
 * @param dueAt the last instant that keeps the promise, in epoch milliseconds, as the delivery states it
 */
record OrderFacts(
        @Nullable Long placedAt,
        @Nullable Long approvedAt,
        @Nullable Long handedOffAt,
        @Nullable Long deliveredAt,
        @Nullable Long delayedAt,
        boolean cancelled,
        @Nullable Register<String> customerRegion,
        @Nullable Register<List<SellerPart>> sellers,
        @Nullable Register<Long> dueAt) {

    /** Nothing is known: the neutral element of merging. */
    static final OrderFacts NONE = new OrderFacts(null, null, null, null, null, false, null, null, null);

    /** What one event tells; {@link #NONE} for a type that the KPIs do not need. */
    static OrderFacts of(FulfillmentEvent event) {
        long at = event.eventAt().toEpochMilli();
        return switch (event.type()) {
            case ORDER_PLACED -> new OrderFacts(at, null, null, null, null, false, customerRegion(event), null, null);
            case ORDER_APPROVED -> new OrderFacts(null, at, null, null, null, false, null, null, null);
            case WAREHOUSE_ASSIGNED -> new OrderFacts(null, null, null, null, null, false, null, sellers(event), null);
            case HANDED_TO_CARRIER -> new OrderFacts(null, null, at, null, null, false, null, null, null);
            case DELIVERED -> new OrderFacts(null, null, null, at, null, false, null, null, dueAt(event));
            case DELIVERY_DELAYED -> new OrderFacts(null, null, null, null, at, false, null, null, null);
            case ORDER_CANCELLED -> new OrderFacts(null, null, null, null, null, true, null, null, null);
            // A promise that came due is no verdict: without the judge nothing may look late.
            case DELIVERY_DUE -> NONE;
        };
    }

    private static @Nullable Register<String> customerRegion(FulfillmentEvent event) {
        String region = ((Facts.OrderPlaced) event.facts()).customerRegion();
        return region == null || region.isEmpty() ? null : new Register<>(region, event.precedence());
    }

    private static @Nullable Register<List<SellerPart>> sellers(FulfillmentEvent event) {
        List<Facts.Warehouse> warehouses = ((Facts.WarehouseAssigned) event.facts()).warehouses();
        if (warehouses == null) {
            return null;
        }
        List<SellerPart> parts = warehouses.stream()
                .map(SellerPart::of)
                .distinct()
                .sorted(SellerPart.ORDER)
                .toList();
        return new Register<>(parts, event.precedence());
    }

    private static @Nullable Register<Long> dueAt(FulfillmentEvent event) {
        Instant dueAt = ((Facts.Delivered) event.facts()).dueAt();
        return dueAt == null ? null : new Register<>(dueAt.toEpochMilli(), event.precedence());
    }

    OrderFacts merge(OrderFacts other) {
        return new OrderFacts(
                latest(placedAt, other.placedAt),
                latest(approvedAt, other.approvedAt),
                latest(handedOffAt, other.handedOffAt),
                latest(deliveredAt, other.deliveredAt),
                latest(delayedAt, other.delayedAt),
                cancelled || other.cancelled,
                Register.greater(customerRegion, other.customerRegion),
                Register.greater(sellers, other.sellers),
                Register.greater(dueAt, other.dueAt));
    }

    private static @Nullable Long latest(@Nullable Long one, @Nullable Long other) {
        if (one == null) {
            return other;
        }
        return other == null || one >= other ? one : other;
    }
}
