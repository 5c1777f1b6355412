package org.fulfillmentconnect.kpi;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.fulfillmentconnect.model.EventType;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.jspecify.annotations.Nullable;

/**
 * What the set of an order's events says, looked up the slow way.
 *
 * @param sellerRegions the known ones
 * @param limits the shipping limit of each seller, if it has one
 */
record KnownOrder(
        @Nullable Instant placed,
        @Nullable Instant approved,
        @Nullable Instant handedOff,
        @Nullable Instant delivered,
        @Nullable Instant delayed,
        boolean cancelled,
        Optional<String> customerRegion,
        Set<String> sellerRegions,
        Map<String, Optional<Instant>> limits,
        Optional<Instant> due) {

    static KnownOrder of(Set<FulfillmentEvent> events) {
        Set<String> regions = new TreeSet<>();
        Map<String, Optional<Instant>> limits = new TreeMap<>();
        stated(events, EventType.WAREHOUSE_ASSIGNED, facts -> ((Facts.WarehouseAssigned) facts).warehouses())
                .ifPresent(warehouses -> warehouses.forEach(warehouse -> {
                    if (known(warehouse.sellerRegion()) != null) {
                        regions.add(warehouse.sellerRegion());
                    }
                    limits.put(warehouse.sellerId(), Optional.ofNullable(warehouse.shippingLimitAt()));
                }));
        return new KnownOrder(
                time(events, EventType.ORDER_PLACED),
                time(events, EventType.ORDER_APPROVED),
                time(events, EventType.HANDED_TO_CARRIER),
                time(events, EventType.DELIVERED),
                time(events, EventType.DELIVERY_DELAYED),
                time(events, EventType.ORDER_CANCELLED) != null,
                stated(events, EventType.ORDER_PLACED, facts -> known(((Facts.OrderPlaced) facts).customerRegion())),
                regions,
                limits,
                stated(events, EventType.DELIVERED, facts -> ((Facts.Delivered) facts).dueAt()));
    }

    /** The day of the delivery, or else of the verdict. */
    String day(ZoneId zone) {
        return day(delivered != null ? delivered : delayed, zone);
    }

    /** The day of the verdict, or else of the kept promise; null without either. */
    @Nullable
    String promisedOn(ZoneId zone) {
        if (delayed != null) {
            return day(delayed, zone);
        }
        return delivered == null || due.isEmpty() ? null : day(due.get(), zone);
    }

    private static String day(@Nullable Instant at, ZoneId zone) {
        return at == null ? "" : LocalDate.ofInstant(at, zone).toString();
    }

    boolean isNegative() {
        return reversed(placed, delivered);
    }

    boolean isSample() {
        return placed != null && delivered != null && !isNegative();
    }

    boolean isOverdue() {
        return delayed != null && delivered == null;
    }

    static boolean reversed(@Nullable Instant from, @Nullable Instant to) {
        return from != null && to != null && to.isBefore(from);
    }

    /** Empty if one end is not known, or they are reversed. */
    static List<Long> seconds(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null || to.isBefore(from)
                ? List.of()
                : List.of(Duration.between(from, to).toSeconds());
    }

    private static @Nullable String known(@Nullable String region) {
        return region == null || region.isEmpty() ? null : region;
    }

    private static @Nullable Instant time(Set<FulfillmentEvent> events, EventType type) {
        return events.stream()
                .filter(event -> event.type() == type)
                .map(FulfillmentEvent::eventAt)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static <T> Optional<T> stated(
            Set<FulfillmentEvent> events, EventType type, Function<Facts, @Nullable T> fact) {
        return events.stream()
                .filter(event -> event.type() == type)
                .sorted(Comparator.comparing(FulfillmentEvent::precedence).reversed())
                .flatMap(event -> Optional.ofNullable(fact.apply(event.facts())).stream())
                .findFirst();
    }
}
