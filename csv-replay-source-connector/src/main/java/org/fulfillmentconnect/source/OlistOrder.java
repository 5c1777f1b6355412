package org.fulfillmentconnect.source;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the orders file with what the other files add to it.
 *
 * @param customer null if the customers file has no such row
 * @param cancelStatus the status if it says that the order will not be fulfilled
 * @param items added while the items file is read
 */
record OlistOrder(
        String orderId,
        @Nullable String customerId,
        @Nullable Customer customer,
        @Nullable String cancelStatus,
        Instant purchasedAt,
        @Nullable Instant approvedAt,
        @Nullable Instant handedOverAt,
        @Nullable Instant deliveredAt,
        @Nullable Instant promisedAt,
        List<Item> items) {

    record Customer(
            @Nullable String uniqueId,
            @Nullable String city,
            @Nullable String region) {}

    /** A seller; city and region are null if the sellers file has no such row. */
    record Seller(
            String sellerId,
            @Nullable String city,
            @Nullable String region) {}

    /** @param seller null if the item names none */
    record Item(
            @Nullable Seller seller,
            @Nullable Instant shippingLimitAt,
            @Nullable Long priceCents,
            @Nullable Long freightCents) {}

    /** The latest time at which anything happened to this order. */
    Instant latestFact() {
        return later(later(later(purchasedAt, approvedAt), handedOverAt), deliveredAt);
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other != null && other.isAfter(one) ? other : one;
    }
}
