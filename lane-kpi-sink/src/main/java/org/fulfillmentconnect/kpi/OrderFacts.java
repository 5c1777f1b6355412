package org.fulfillmentconnect.kpi;

import java.util.List;
import java.util.Objects;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.jspecify.annotations.Nullable;

/**
 * What the KPIs need to know of one order. A join-semilattice: merging is commutative, associative and idempotent, so the
 * result depends on the set of the order's events alone.
 *
 * <p>The time of a step is the latest {@code eventAt} of its events, in epoch milliseconds, null before it happened: the
 * precedence of events begins with {@code eventAt}, so the greatest event has the latest time. A region is taken from the
 * greatest event that states it.
 *
 * @param delayedAt when the verdict says that the promise broke
 * @param cancelled whether any event cancelled the order
 * @param sellerRegions distinct and sorted; empty if warehouses are known, but the region of none
 */
record OrderFacts(
        @Nullable Long placedAt,
        @Nullable Long approvedAt,
        @Nullable Long handedOffAt,
        @Nullable Long deliveredAt,
        @Nullable Long delayedAt,
        boolean cancelled,
        @Nullable Register<String> customerRegion,
        @Nullable Register<List<String>> sellerRegions) {

    /** Nothing is known: the neutral element of merging. */
    static final OrderFacts NONE = new OrderFacts(null, null, null, null, null, false, null, null);

    /** What one event tells; {@link #NONE} for a type that the KPIs do not need. */
    static OrderFacts of(FulfillmentEvent event) {
        long at = event.eventAt().toEpochMilli();
        return switch (event.type()) {
            case ORDER_PLACED -> new OrderFacts(at, null, null, null, null, false, customerRegion(event), null);
            case ORDER_APPROVED -> new OrderFacts(null, at, null, null, null, false, null, null);
            case WAREHOUSE_ASSIGNED -> new OrderFacts(null, null, null, null, null, false, null, sellerRegions(event));
            case HANDED_TO_CARRIER -> new OrderFacts(null, null, at, null, null, false, null, null);
            case DELIVERED -> new OrderFacts(null, null, null, at, null, false, null, null);
            case DELIVERY_DELAYED -> new OrderFacts(null, null, null, null, at, false, null, null);
            case ORDER_CANCELLED -> new OrderFacts(null, null, null, null, null, true, null, null);
            // A promise that came due is no verdict: without the judge nothing may look late.
            case DELIVERY_DUE -> NONE;
        };
    }

    private static @Nullable Register<String> customerRegion(FulfillmentEvent event) {
        String region = ((Facts.OrderPlaced) event.facts()).customerRegion();
        return region == null || region.isEmpty() ? null : new Register<>(region, event.precedence());
    }

    private static @Nullable Register<List<String>> sellerRegions(FulfillmentEvent event) {
        List<Facts.Warehouse> warehouses = ((Facts.WarehouseAssigned) event.facts()).warehouses();
        if (warehouses == null) {
            return null;
        }
        List<String> regions = warehouses.stream()
                .map(Facts.Warehouse::sellerRegion)
                .filter(Objects::nonNull)
                .filter(region -> !region.isEmpty())
                .distinct()
                .sorted()
                .toList();
        return new Register<>(regions, event.precedence());
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
                Register.greater(sellerRegions, other.sellerRegions));
    }

    private static @Nullable Long latest(@Nullable Long one, @Nullable Long other) {
        if (one == null) {
            return other;
        }
        return other == null || one >= other ? one : other;
    }
}
