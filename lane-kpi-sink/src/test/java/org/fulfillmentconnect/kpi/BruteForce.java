package org.fulfillmentconnect.kpi;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.jspecify.annotations.Nullable;

/** The KPIs worked out the slow way, from a set of events straight to the rows that users read. */
final class BruteForce {
    private final ZoneId zone;
    private final UnaryOperator<LocalDate> period;
    private final Map<String, Lane> lanes = new TreeMap<>();
    private final Map<String, Promises> promises = new TreeMap<>();
    private final Map<String, Seller> sellers = new TreeMap<>();
    private final Map<String, Long> exclusions = new TreeMap<>();
    private String lastDay = "";

    /** Everything that counts on one lane and day. */
    private static final class Lane {
        final List<Long> leads = new ArrayList<>();
        final List<Long> approvals = new ArrayList<>();
        final List<Long> handoffs = new ArrayList<>();
        final List<Long> transits = new ArrayList<>();
        long late;
        long overdue;
    }

    private static final class Promises {
        long all;
        long broken;
        long overdue;
    }

    private static final class Seller {
        final List<Long> leads = new ArrayList<>();
        final List<Long> delays = new ArrayList<>();
        long late;
        long handedOffLate;
        long overdue;
    }

    BruteForce(Collection<FulfillmentEvent> events, ZoneId zone) {
        this(events, zone, day -> day);
    }

    /** @param period the first day of the period that a day belongs to */
    BruteForce(Collection<FulfillmentEvent> events, ZoneId zone, UnaryOperator<LocalDate> period) {
        this.zone = zone;
        this.period = period;
        events.stream()
                .collect(Collectors.groupingBy(FulfillmentEvent::orderId))
                .values()
                .forEach(order -> add(KnownOrder.of(Set.copyOf(order))));
    }

    Map<String, StatRow> routeStats() {
        return rows(lanes, (key, lane) -> {
            long samples = lane.leads.size();
            List<String> exact = texts(
                    samples,
                    lane.late,
                    ratio(lane.late, samples),
                    hours(lane.leads),
                    hours(lane.handoffs),
                    hours(lane.transits),
                    lane.overdue);
            return row(key, exact, lane.leads);
        });
    }

    /** As {@code promise_stats_daily} has them: up to the last full day that the events tell of. */
    Map<String, StatRow> promiseStats() {
        Map<String, StatRow> rows = allPromiseStats();
        rows.keySet().removeIf(key -> key.substring(0, 10).compareTo(lastDay) >= 0);
        return rows;
    }

    Map<String, StatRow> allPromiseStats() {
        return rows(
                promises,
                (key, promise) -> row(
                        key,
                        texts(
                                promise.all,
                                promise.broken,
                                ratio(promise.broken, promise.all),
                                promise.broken - promise.overdue,
                                promise.overdue),
                        List.of()));
    }

    Map<String, StatRow> sellerStats() {
        return rows(sellers, (key, seller) -> {
            long samples = seller.leads.size();
            List<String> exact = texts(
                    samples,
                    seller.late,
                    ratio(seller.late, samples),
                    hours(seller.leads),
                    (long) seller.delays.size(),
                    seller.handedOffLate,
                    ratio(seller.handedOffLate, seller.delays.size()),
                    hours(seller.delays),
                    seller.overdue);
            return row(key, exact, seller.leads);
        });
    }

    /** The mean of each stage, by lane and day, and the number of values behind it. */
    Map<String, List<String>> stages() {
        Map<String, List<String>> stages = new TreeMap<>();
        lanes.forEach((key, lane) -> stages.put(
                key,
                texts(
                        (long) lane.approvals.size(),
                        hours(lane.approvals),
                        (long) lane.handoffs.size(),
                        hours(lane.handoffs),
                        (long) lane.transits.size(),
                        hours(lane.transits))));
        return stages;
    }

    Map<String, Long> exclusions() {
        return exclusions;
    }

    private void add(KnownOrder order) {
        if (order.cancelled() || (order.delivered() == null && order.delayed() == null)) {
            return;
        }
        excludeIf(order.sellerRegions().isEmpty(), "UNKNOWN_SELLER_REGION");
        excludeIf(order.customerRegion().isEmpty(), "UNKNOWN_CUSTOMER_REGION");
        excludeIf(order.isNegative(), "NEGATIVE_LEAD_TIME");
        Optional<String> customer = order.customerRegion();
        if (customer.isPresent() && !order.sellerRegions().isEmpty()) {
            lastDay = order.day(zone).compareTo(lastDay) > 0 ? order.day(zone) : lastDay;
            for (String seller : order.sellerRegions()) {
                addToLane(order, " " + seller + "→" + customer.get());
            }
            if (order.isSample()) {
                excludeIf(KnownOrder.reversed(order.placed(), order.approved()), "REVERSED_APPROVAL");
                excludeIf(KnownOrder.reversed(order.approved(), order.handedOff()), "REVERSED_HANDOFF");
                excludeIf(KnownOrder.reversed(order.handedOff(), order.delivered()), "REVERSED_TRANSIT");
            }
        }
        order.limits().forEach((id, limit) -> addToSeller(order, id, limit));
    }

    private void addToLane(KnownOrder order, String names) {
        String promisedOn = order.promisedOn(zone);
        if (promisedOn != null) {
            Promises promise = promises.computeIfAbsent(promisedOn + names, key -> new Promises());
            promise.all++;
            promise.broken += order.delayed() == null ? 0 : 1;
            promise.overdue += order.isOverdue() ? 1 : 0;
        }
        if (!order.isSample() && !order.isOverdue()) {
            return;
        }
        Lane lane = lanes.computeIfAbsent(period.apply(LocalDate.parse(order.day(zone))) + names, key -> new Lane());
        if (order.isOverdue()) {
            lane.overdue++;
            return;
        }
        lane.late += order.delayed() == null ? 0 : 1;
        lane.leads.addAll(KnownOrder.seconds(order.placed(), order.delivered()));
        lane.approvals.addAll(KnownOrder.seconds(order.placed(), order.approved()));
        lane.handoffs.addAll(KnownOrder.seconds(order.approved(), order.handedOff()));
        lane.transits.addAll(KnownOrder.seconds(order.handedOff(), order.delivered()));
    }

    private void addToSeller(KnownOrder order, String id, Optional<Instant> limit) {
        if (!order.isSample() && !order.isOverdue()) {
            return;
        }
        Seller seller = sellers.computeIfAbsent(order.day(zone) + " " + id, key -> new Seller());
        if (order.isOverdue()) {
            seller.overdue++;
            return;
        }
        seller.late += order.delayed() == null ? 0 : 1;
        seller.leads.addAll(KnownOrder.seconds(order.placed(), order.delivered()));
        Instant handedOff = order.handedOff();
        if (limit.isPresent() && handedOff != null) {
            boolean late = handedOff.isAfter(limit.get());
            seller.handedOffLate += late ? 1 : 0;
            seller.delays.addAll(late ? KnownOrder.seconds(limit.get(), handedOff) : List.of(0L));
        }
    }

    private void excludeIf(boolean excluded, String reason) {
        if (excluded) {
            exclusions.merge(reason, 1L, Long::sum);
        }
    }

    private static <T> Map<String, StatRow> rows(Map<String, T> content, BiFunction<String, T, StatRow> row) {
        Map<String, StatRow> rows = new TreeMap<>();
        content.forEach((key, value) -> rows.put(key, row.apply(key, value)));
        return rows;
    }

    private static StatRow row(String key, List<String> exact, List<Long> leads) {
        return new StatRow(key, exact, nearestRankHours(leads, 0.5), nearestRankHours(leads, 0.95));
    }

    private static List<String> texts(@Nullable Object... values) {
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            texts.add(String.valueOf(value));
        }
        return texts;
    }

    private static @Nullable BigDecimal hours(List<Long> seconds) {
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

    static @Nullable BigDecimal ratio(long numerator, long denominator) {
        return denominator == 0
                ? null
                : BigDecimal.valueOf(numerator)
                        .divide(BigDecimal.valueOf(denominator), MathContext.DECIMAL128)
                        .setScale(6, RoundingMode.HALF_UP);
    }
}
