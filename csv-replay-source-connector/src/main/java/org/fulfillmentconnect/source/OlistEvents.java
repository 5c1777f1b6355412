package org.fulfillmentconnect.source;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.fulfillmentconnect.model.EventType;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.fulfillmentconnect.model.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Which events an order has, and what they state, as far as was knowable at the as-of instant. A snapshot that was taken
 * then, read without an as-of of its own, would give the same events:
 *
 * <ul>
 *   <li>an order purchased later does not exist, whatever its other times say;
 *   <li>an approval, hand-off or delivery later than as-of is absent, for every rule: the warehouse is assigned at the
 *       purchase as long as the approval has not happened;
 *   <li>the status has no time of its own: it cancels the order from the latest of purchase, approval, hand-off and
 *       delivery on, taken from the whole row. Before that the order is open;
 *   <li>the promise, the items and their limits are known from the purchase on, also where they lie after as-of;
 *   <li>a promise comes due at or before as-of or not at all, for an order that is delivered by then, and for one that
 *       is neither delivered nor cancelled by then.
 * </ul>
 */
record OlistEvents(Instant asOf, ZoneId zone, Promise promise) {

    void plan(OlistOrder order, Consumer<? super OlistRecord> plan) {
        if (order.purchasedAt().isAfter(asOf)) {
            return;
        }
        Instant approved = known(order.approvedAt());
        Instant handedOver = known(order.handedOverAt());
        Instant delivered = known(order.deliveredAt());
        Instant cancelled = order.cancelStatus() == null ? null : known(order.latestFact());
        Instant due = known(dueAt(order));

        plan.accept(new OlistRecord(this, order, EventType.ORDER_PLACED, order.purchasedAt()));
        if (approved != null) {
            plan.accept(new OlistRecord(this, order, EventType.ORDER_APPROVED, approved));
        }
        if (!order.items().isEmpty()) {
            Instant assigned = approved != null ? approved : order.purchasedAt();
            plan.accept(new OlistRecord(this, order, EventType.WAREHOUSE_ASSIGNED, assigned));
        }
        if (handedOver != null) {
            plan.accept(new OlistRecord(this, order, EventType.HANDED_TO_CARRIER, handedOver));
        }
        if (delivered != null) {
            plan.accept(new OlistRecord(this, order, EventType.DELIVERED, delivered));
        }
        if (due != null && (delivered != null || cancelled == null)) {
            plan.accept(new OlistRecord(this, order, EventType.DELIVERY_DUE, due));
        }
        if (cancelled != null) {
            plan.accept(new OlistRecord(this, order, EventType.ORDER_CANCELLED, cancelled));
        }
    }

    FulfillmentEvent event(OlistOrder order, EventType type, Instant at) {
        return FulfillmentEvent.of(order.orderId(), at, asOf, facts(order, type));
    }

    private Facts facts(OlistOrder order, EventType type) {
        return switch (type) {
            case ORDER_PLACED -> placed(order);
            case ORDER_APPROVED -> new Facts.OrderApproved();
            case WAREHOUSE_ASSIGNED -> new Facts.WarehouseAssigned(warehouses(order.items()));
            case HANDED_TO_CARRIER -> new Facts.HandedToCarrier(latestLimit(order.items()), null, null);
            case DELIVERED -> new Facts.Delivered(order.promisedAt(), dueAt(order), null, null);
            case DELIVERY_DUE ->
                new Facts.DeliveryDue(order.promisedAt(), known(order.deliveredAt()), promise.wireName());
            case ORDER_CANCELLED -> new Facts.OrderCancelled(order.cancelStatus());
            case DELIVERY_DELAYED -> throw new IllegalArgumentException("the verdict is the judge's alone");
        };
    }

    private static Facts placed(OlistOrder order) {
        OlistOrder.Customer customer = order.customer();
        return new Facts.OrderPlaced(
                order.customerId(),
                customer == null ? null : customer.uniqueId(),
                customer == null ? null : customer.city(),
                customer == null ? null : customer.region(),
                order.promisedAt(),
                order.items().size(),
                sum(order.items(), OlistOrder.Item::priceCents),
                sum(order.items(), OlistOrder.Item::freightCents));
    }

    /** The sum of the amounts that are known: 0 without items, null if there are items and no amount is known. */
    private static @Nullable Long sum(List<OlistOrder.Item> items, Function<OlistOrder.Item, @Nullable Long> amount) {
        long sum = 0;
        boolean known = items.isEmpty();
        for (OlistOrder.Item item : items) {
            Long cents = amount.apply(item);
            if (cents != null) {
                sum += cents;
                known = true;
            }
        }
        return known ? sum : null;
    }

    /** One per distinct seller, in the order of their ids; null if no seller is known. */
    private static @Nullable List<Facts.Warehouse> warehouses(List<OlistOrder.Item> items) {
        Map<String, List<OlistOrder.Item>> bySeller = new TreeMap<>();
        for (OlistOrder.Item item : items) {
            if (item.seller() != null) {
                bySeller.computeIfAbsent(item.seller().sellerId(), id -> new ArrayList<>(1))
                        .add(item);
            }
        }
        return bySeller.isEmpty()
                ? null
                : bySeller.values().stream().map(OlistEvents::warehouse).toList();
    }

    private static Facts.Warehouse warehouse(List<OlistOrder.Item> items) {
        OlistOrder.Seller seller = Objects.requireNonNull(items.get(0).seller());
        return new Facts.Warehouse(seller.sellerId(), seller.city(), seller.region(), items.size(), latestLimit(items));
    }

    private static @Nullable Instant latestLimit(List<OlistOrder.Item> items) {
        Instant latest = null;
        for (OlistOrder.Item item : items) {
            Instant limit = item.shippingLimitAt();
            if (limit != null && (latest == null || limit.isAfter(latest))) {
                latest = limit;
            }
        }
        return latest;
    }

    private @Nullable Instant dueAt(OlistOrder order) {
        return order.promisedAt() == null ? null : promise.dueAt(order.promisedAt(), zone);
    }

    private @Nullable Instant known(@Nullable Instant time) {
        return time == null || time.isAfter(asOf) ? null : time;
    }
}
