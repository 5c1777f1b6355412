package org.fulfillmentconnect.projection;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.fulfillmentconnect.model.Facts;
import org.jspecify.annotations.Nullable;

/**
 * Who ships an order and from where, each list sorted and without repetition or unknown ones.
 *
 * @param lanes from the seller's region to the customer's, as {@code SP→RJ}
 */
record Sellers(List<String> ids, List<String> regions, List<String> cities, List<String> lanes) {
    private static final String LANE_ARROW = "\u2192";

    static Sellers of(Facts.@Nullable WarehouseAssigned assigned, Facts.@Nullable OrderPlaced placed) {
        List<Facts.Warehouse> warehouses =
                assigned == null || assigned.warehouses() == null ? List.of() : assigned.warehouses();
        List<String> regions = distinct(warehouses, Facts.Warehouse::sellerRegion);
        String customerRegion = placed == null ? null : placed.customerRegion();
        return new Sellers(
                distinct(warehouses, Facts.Warehouse::sellerId),
                regions,
                distinct(warehouses, Facts.Warehouse::sellerCity),
                customerRegion == null
                        ? List.of()
                        : regions.stream()
                                .map(region -> region + LANE_ARROW + customerRegion)
                                .toList());
    }

    private static List<String> distinct(
            List<Facts.Warehouse> warehouses, Function<Facts.Warehouse, @Nullable String> field) {
        return warehouses.stream()
                .map(field)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
    }
}
