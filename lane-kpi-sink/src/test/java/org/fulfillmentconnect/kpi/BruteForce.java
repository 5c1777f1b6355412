package org.fulfillmentconnect.kpi;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fulfillmentconnect.model.EventType;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.jspecify.annotations.Nullable;

/** The KPIs worked out the slow way, from a set of events straight to the rows that users read. */
final class BruteForce {
    private final Map<String, RouteStats> routeStats = new TreeMap<>();
    private final Map<String, Long> exclusions = new TreeMap<>();

    /** Everything that counts on one lane and day. */
    private static final class Lane {
        final List<Long> leads = new ArrayList<>();
        final List<Long> handoffs = new ArrayList<>();
        final List<Long> transits = new ArrayList<>();
        long late;
        long overdue;
    }

    BruteForce(Collection<FulfillmentEvent> events, ZoneId zone) {
        Map<List<String>, Lane> lanes = new TreeMap<>(Comparator.comparing(Object::toString));
        events.stream()
                .collect(Collectors.groupingBy(FulfillmentEvent::orderId))
                .values()
                .forEach(order -> addOrder(Set.copyOf(order), zone, lanes));
        lanes.forEach((key, lane) -> {
            if (!lane.leads.isEmpty() || lane.overdue > 0) {
                RouteStats stats = stats(key, lane);
                routeStats.put(stats.key(), stats);
            }
        });
    }

    Map<String, RouteStats> routeStats() {
        return routeStats;
    }

    Map<String, Long> exclusions() {
        return exclusions;
    }

    private void addOrder(Set<FulfillmentEvent> order, ZoneId zone, Map<List<String>, Lane> lanes) {
        Instant delivered = time(order, EventType.DELIVERED);
        Instant delayed = time(order, EventType.DELIVERY_DELAYED);
        if (time(order, EventType.ORDER_CANCELLED) != null || (delivered == null && delayed == null)) {
            return;
        }
        Optional<String> customer =
                stated(order, EventType.ORDER_PLACED, facts -> known(((Facts.OrderPlaced) facts).customerRegion()));
        Set<String> sellers = new TreeSet<>();
        stated(order, EventType.WAREHOUSE_ASSIGNED, facts -> ((Facts.WarehouseAssigned) facts).warehouses())
                .ifPresent(warehouses -> warehouses.forEach(warehouse -> {
                    if (known(warehouse.sellerRegion()) != null) {
                        sellers.add(warehouse.sellerRegion());
                    }
                }));
        excludeIf(sellers.isEmpty(), "UNKNOWN_SELLER_REGION");
        excludeIf(customer.isEmpty(), "UNKNOWN_CUSTOMER_REGION");
        boolean hasLane = customer.isPresent() && !sellers.isEmpty();
        Instant placed = time(order, EventType.ORDER_PLACED);
        boolean negative = delivered != null && placed != null && delivered.isBefore(placed);
        excludeIf(negative, "NEGATIVE_LEAD_TIME");
        if (!hasLane || negative) {
            return;
        }
        Instant approved = time(order, EventType.ORDER_APPROVED);
        Instant handedOff = time(order, EventType.HANDED_TO_CARRIER);
        if (delivered != null) {
            excludeIf(reversed(approved, handedOff), "REVERSED_HANDOFF");
            excludeIf(reversed(handedOff, delivered), "REVERSED_TRANSIT");
        }
        for (String seller : sellers) {
            Instant decisive = delivered != null ? delivered : delayed;
            String day = String.valueOf(
                    decisive == null ? null : decisive.atZone(zone).toLocalDate());
            Lane lane = lanes.computeIfAbsent(List.of(day, seller, customer.get()), key -> new Lane());
            if (delivered == null || placed == null) {
                lane.overdue++;
                continue;
            }
            lane.leads.add(Duration.between(placed, delivered).toSeconds());
            lane.late += delayed == null ? 0 : 1;
            if (approved != null && handedOff != null && !reversed(approved, handedOff)) {
                lane.handoffs.add(Duration.between(approved, handedOff).toSeconds());
            }
            if (handedOff != null && !reversed(handedOff, delivered)) {
                lane.transits.add(Duration.between(handedOff, delivered).toSeconds());
            }
        }
    }

    private void excludeIf(boolean excluded, String reason) {
        if (excluded) {
            exclusions.merge(reason, 1L, Long::sum);
        }
    }

    private static boolean reversed(@Nullable Instant from, @Nullable Instant to) {
        return from != null && to != null && to.isBefore(from);
    }

    private static @Nullable String known(@Nullable String region) {
        return region == null || region.isEmpty() ? null : region;
    }

    private static @Nullable Instant time(Set<FulfillmentEvent> order, EventType type) {
        return order.stream()
                .filter(event -> event.type() == type)
                .map(FulfillmentEvent::eventAt)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static <T> Optional<T> stated(
            Set<FulfillmentEvent> order, EventType type, Function<Facts, @Nullable T> fact) {
        return order.stream()
                .filter(event -> event.type() == type)
                .sorted(Comparator.comparing(FulfillmentEvent::precedence).reversed())
                .flatMap(event -> Optional.ofNullable(fact.apply(event.facts())).stream())
                .findFirst();
    }

    private static RouteStats stats(List<String> key, Lane lane) {
        long samples = lane.leads.size();
        return new RouteStats(
                new RouteStats.Exact(
                        key.get(0),
                        key.get(1),
                        key.get(2),
                        samples,
                        lane.late,
                        ratio(lane.late, samples),
                        averageHours(lane.leads),
                        averageHours(lane.handoffs),
                        averageHours(lane.transits),
                        lane.overdue),
                nearestRankHours(lane.leads, 0.5),
                nearestRankHours(lane.leads, 0.95));
    }

    private static @Nullable BigDecimal averageHours(List<Long> seconds) {
        return ratio(seconds.stream().mapToLong(Long::longValue).sum(), seconds.size() * 3600L);
    }

    private static @Nullable BigDecimal nearestRankHours(List<Long> seconds, double fraction) {
        return seconds.stream()
                .sorted()
                .skip(Math.max(0, (long) Math.ceil(seconds.size() * fraction) - 1))
                .findFirst()
                .map(value -> ratio(value, 3600))
                .orElse(null);
    }

    private static @Nullable BigDecimal ratio(long numerator, long denominator) {
        return denominator == 0
                ? null
                : BigDecimal.valueOf(numerator)
                        .divide(BigDecimal.valueOf(denominator), MathContext.DECIMAL128)
                        .setScale(6, RoundingMode.HALF_UP);
    }
}
