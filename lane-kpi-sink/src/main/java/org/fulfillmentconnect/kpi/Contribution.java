package org.fulfillmentconnect.kpi;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one order adds to the aggregates: a pure function of its facts and of the day under which it counts. The aggregates
 * are the sum of the contributions of all orders.
 *
 * <p>A delivered order that is not cancelled is a sample of each of its lanes, one per distinct seller region; one that is
 * neither delivered nor cancelled, but has a verdict, is overdue in each of them. A changed formula must change
 * {@link #VERSION}: what was added by one formula cannot be taken back by another.
 *
 * @param statDate the day under which the order counts; null if it counts nowhere
 */
record Contribution(@Nullable LocalDate statDate, List<Part> parts) {
    /** Tables built by another version of the formulas cannot be continued. */
    static final int VERSION = 1;

    private static final Contribution NOTHING = new Contribution(null, List.of());

    /** What is added to one row. */
    record Part(DayTable table, DayKey key, DayTotals totals) {}

    /** The contribution by the calendar of this time zone. */
    static Contribution of(OrderFacts facts, ZoneId zone) {
        Long decisive = decisiveTime(facts);
        return decisive == null ? NOTHING : on(LocalDate.ofInstant(Instant.ofEpochMilli(decisive), zone), facts);
    }

    /**
     * The contribution as it was once added under this day. The day is remembered, not derived again: the rules of a time
     * zone may have changed since.
     */
    static Contribution asCounted(OrderFacts facts, @Nullable LocalDate statDate) {
        return statDate == null || decisiveTime(facts) == null ? NOTHING : on(statDate, facts);
    }

    /** The delivery, or else the verdict. */
    private static @Nullable Long decisiveTime(OrderFacts facts) {
        if (facts.cancelled()) {
            return null;
        }
        return facts.deliveredAt() != null ? facts.deliveredAt() : facts.delayedAt();
    }

    private static Contribution on(LocalDate statDate, OrderFacts facts) {
        List<Part> parts = new ArrayList<>(2);
        List<String> sellerRegions = facts.sellerRegions() == null
                ? List.of()
                : facts.sellerRegions().value();
        Register<String> customerRegion = facts.customerRegion();
        LaneSums sums = LaneSums.of(facts);
        if (sellerRegions.isEmpty()) {
            parts.add(exclusion(statDate, Exclusion.UNKNOWN_SELLER_REGION));
        }
        if (customerRegion == null) {
            parts.add(exclusion(statDate, Exclusion.UNKNOWN_CUSTOMER_REGION));
        }
        if (sums.has(LaneMeasure.NEGATIVE_LEAD_COUNT)) {
            parts.add(exclusion(statDate, Exclusion.NEGATIVE_LEAD_TIME));
        }
        if (customerRegion != null && !sellerRegions.isEmpty()) {
            DayTotals totals = sums.totals();
            for (String sellerRegion : sellerRegions) {
                DayKey lane = new DayKey(statDate, List.of(sellerRegion, customerRegion.value()));
                parts.add(new Part(DayTable.LANE_DAY, lane, totals));
            }
            if (sums.has(LaneMeasure.HANDOFF_REVERSED_COUNT)) {
                parts.add(exclusion(statDate, Exclusion.REVERSED_HANDOFF));
            }
            if (sums.has(LaneMeasure.TRANSIT_REVERSED_COUNT)) {
                parts.add(exclusion(statDate, Exclusion.REVERSED_TRANSIT));
            }
        }
        return new Contribution(statDate, List.copyOf(parts));
    }

    private static Part exclusion(LocalDate statDate, Exclusion reason) {
        DayTotals one = DayTotals.of(new long[] {1}, LeadTimeHistogram.EMPTY);
        return new Part(DayTable.LANE_EXCLUSION_DAY, new DayKey(statDate, List.of(reason.name())), one);
    }
}
