package org.fulfillmentconnect.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an event states beside its envelope. An absent fact is null: the owner did not know it. */
public sealed interface Facts {

    /** The type of event that carries these facts. */
    EventType type();

    /**
     * These facts, with the absent ones taken from an event of the same type that has lower precedence: an absent fact
     * never erases a present one.
     *
     * @throws ClassCastException if {@code lesser} belongs to another type of event
     */
    Facts orElse(Facts lesser);

    /**
     * What was ordered, by whom, and what was promised.
     *
     * @param customerRegion the customer's state
     * @param itemCount 0 without items
     * @param itemsValueCents sum of the prices, in cents
     * @param freightValueCents sum of the freight values, in cents
     */
    record OrderPlaced(
            @Nullable String customerId,
            @Nullable String customerUniqueId,
            @Nullable String customerCity,
            @Nullable String customerRegion,
            @Nullable Instant promisedAt,
            @Nullable Integer itemCount,
            @Nullable Long itemsValueCents,
            @Nullable Long freightValueCents)
            implements Facts {
        @Override
        public EventType type() {
            return EventType.ORDER_PLACED;
        }

        @Override
        public Facts orElse(Facts other) {
            OrderPlaced lesser = (OrderPlaced) other;
            return new OrderPlaced(
                    first(customerId, lesser.customerId),
                    first(customerUniqueId, lesser.customerUniqueId),
                    first(customerCity, lesser.customerCity),
                    first(customerRegion, lesser.customerRegion),
                    first(promisedAt, lesser.promisedAt),
                    first(itemCount, lesser.itemCount),
                    first(itemsValueCents, lesser.itemsValueCents),
                    first(freightValueCents, lesser.freightValueCents));
        }
    }

    /** States nothing beside its time. */
    record OrderApproved() implements Facts {
        @Override
        public EventType type() {
            return EventType.ORDER_APPROVED;
        }

        @Override
        public Facts orElse(Facts lesser) {
            return this;
        }
    }

    /**
     * Who prepares the parcels.
     *
     * @param warehouses one per distinct seller, in the order of their ids
     */
    record WarehouseAssigned(@Nullable List<Warehouse> warehouses) implements Facts {
        public WarehouseAssigned {
            warehouses = warehouses == null ? null : List.copyOf(warehouses);
        }

        @Override
        public EventType type() {
            return EventType.WAREHOUSE_ASSIGNED;
        }

        @Override
        public Facts orElse(Facts lesser) {
            return warehouses == null ? lesser : this;
        }
    }

    /**
     * A seller's part of an order.
     *
     * @param sellerRegion the seller's state
     * @param items how many of the order's items this seller ships
     * @param shippingLimitAt the latest limit of those items
     */
    record Warehouse(
            String sellerId,
            @Nullable String sellerCity,
            @Nullable String sellerRegion,
            int items,
            @Nullable Instant shippingLimitAt) {}

    /**
     * The parcel left the warehouse.
     *
     * @param shippingLimitAt the latest limit of the order's items, a copy for the judge
     * @param handoffLate the judge's flag: handed off after the limit
     * @param handoffDelaySeconds from the limit to the hand-off, negative if it was early
     */
    record HandedToCarrier(
            @Nullable Instant shippingLimitAt,
            @Nullable Boolean handoffLate,
            @Nullable Long handoffDelaySeconds) implements Facts {
        @Override
        public EventType type() {
            return EventType.HANDED_TO_CARRIER;
        }

        @Override
        public Facts orElse(Facts other) {
            HandedToCarrier lesser = (HandedToCarrier) other;
            return new HandedToCarrier(
                    first(shippingLimitAt, lesser.shippingLimitAt),
                    first(handoffLate, lesser.handoffLate),
                    first(handoffDelaySeconds, lesser.handoffDelaySeconds));
        }
    }

    /**
     * The parcel arrived.
     *
     * @param promisedAt a copy for the judge
     * @param dueAt the last instant that keeps the promise, a copy for the judge
     * @param delayed the judge's flag: delivered after due and grace
     * @param delaySeconds from due to the delivery, negative if it was early
     */
    record Delivered(
            @Nullable Instant promisedAt,
            @Nullable Instant dueAt,
            @Nullable Boolean delayed,
            @Nullable Long delaySeconds)
            implements Facts {
        @Override
        public EventType type() {
            return EventType.DELIVERED;
        }

        @Override
        public Facts orElse(Facts other) {
            Delivered lesser = (Delivered) other;
            return new Delivered(
                    first(promisedAt, lesser.promisedAt),
                    first(dueAt, lesser.dueAt),
                    first(delayed, lesser.delayed),
                    first(delaySeconds, lesser.delaySeconds));
        }
    }

    /**
     * The promised time came.
     *
     * @param deliveredAt null if the parcel had not arrived by {@code observedUntil}
     * @param promise what the promise means ({@link Promise#wireName()}), for the text of the verdict
     */
    record DeliveryDue(
            @Nullable Instant promisedAt,
            @Nullable Instant deliveredAt,
            @Nullable String promise) implements Facts {
        @Override
        public EventType type() {
            return EventType.DELIVERY_DUE;
        }

        @Override
        public Facts orElse(Facts other) {
            DeliveryDue lesser = (DeliveryDue) other;
            return new DeliveryDue(
                    first(promisedAt, lesser.promisedAt),
                    first(deliveredAt, lesser.deliveredAt),
                    first(promise, lesser.promise));
        }
    }

    /**
     * The promise was broken.
     *
     * @param policy by which rule the promise counts as broken ({@link SlaPolicy#describe})
     */
    record DeliveryDelayed(
            @Nullable Instant promisedAt, @Nullable String policy) implements Facts {
        @Override
        public EventType type() {
            return EventType.DELIVERY_DELAYED;
        }

        @Override
        public Facts orElse(Facts other) {
            DeliveryDelayed lesser = (DeliveryDelayed) other;
            return new DeliveryDelayed(first(promisedAt, lesser.promisedAt), first(policy, lesser.policy));
        }
    }

    /**
     * The order will not be fulfilled.
     *
     * @param reason the status that says so, such as {@code canceled}
     */
    record OrderCancelled(@Nullable String reason) implements Facts {
        @Override
        public EventType type() {
            return EventType.ORDER_CANCELLED;
        }

        @Override
        public Facts orElse(Facts lesser) {
            return reason == null ? lesser : this;
        }
    }

    private static <T> @Nullable T first(@Nullable T greater, @Nullable T lesser) {
        return greater != null ? greater : lesser;
    }
}
