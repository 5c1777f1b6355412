package org.fulfillmentconnect.kpi;

import java.util.Comparator;
import org.fulfillmentconnect.model.Facts;
import org.jspecify.annotations.Nullable;

/**
 * A seller's part of an order.
 *
 * @param region not empty; null if it is not known
 * @param shippingLimitAt by when this seller had to hand off, in epoch milliseconds
 */
record SellerPart(
        String sellerId, @Nullable String region, @Nullable Long shippingLimitAt) {
    static final Comparator<SellerPart> ORDER = Comparator.comparing(SellerPart::sellerId)
            .thenComparing(SellerPart::region, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(SellerPart::shippingLimitAt, Comparator.nullsFirst(Comparator.naturalOrder()));

    static SellerPart of(Facts.Warehouse warehouse) {
        String region = warehouse.sellerRegion();
        return new SellerPart(
                warehouse.sellerId(),
                region == null || region.isEmpty() ? null : region,
                warehouse.shippingLimitAt() == null
                        ? null
                        : (Long) warehouse.shippingLimitAt().toEpochMilli());
    }
}
