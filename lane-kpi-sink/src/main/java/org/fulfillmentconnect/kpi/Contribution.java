package org.fulfillmentconnect.kpi;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one order adds to the aggregates: a pure function of its facts and of the days under which it counts. The aggregates
 * are the sum of the contributions of all orders.
 *
 * <p>A delivered order that is not cancelled is a sample of each of its lanes, one per distinct seller region, and of each of
 * its sellers; one that is neither delivered nor cancelled, but has a verdict, is overdue in each of them. A changed formula
 * must change {@link #VERSION}: what was added by one formula cannot be taken back by another.
 */
record Contribution(List<Part> parts) {
    /** Tables built by another version of the formulas cannot be continued. */
    static final int VERSION = 2;

    /** What is added to one row. */
    record Part(DayTable table, DayKey key, DayTotals totals) {}

    static Contribution of(OrderFacts facts, CountedOn on) {
        return new Collected(facts, on).all();
    }

    /** The parts of one order, as they are worked out. */
    private static final class Collected {
        private final OrderFacts facts;
        private final CountedOn on;
        private final OrderDurations durations;
        private final List<SellerPart> sellers;
        private final boolean isSample;
        private final boolean isOverdue;
        private final List<Part> parts = new ArrayList<>();

        Collected(OrderFacts facts, CountedOn on) {
            this.facts = facts;
            this.on = on;
            this.durations = OrderDurations.of(facts);
            this.sellers = facts.sellers() == null ? List.of() : facts.sellers().value();
            // Without ORDER_PLACED there is no customer region and so no lane either: counted there.
            this.isSample = facts.deliveredAt() != null && durations.lead() != null && durations.lead() >= 0;
            this.isOverdue = facts.deliveredAt() == null && facts.delayedAt() != null;
        }

        Contribution all() {
            if (on.statDate() != null) {
                addLanes(on.statDate());
                addSellers(on.statDate());
            }
            if (on.promisedOn() != null) {
                addPromise(on.promisedOn());
            }
            return new Contribution(List.copyOf(parts));
        }

        private void addLanes(LocalDate statDate) {
            Sums<LaneMeasure> sums = laneSums();
            List<List<String>> lanes = lanes();
            excludeIf(regions().isEmpty(), Exclusion.UNKNOWN_SELLER_REGION, statDate);
            excludeIf(facts.customerRegion() == null, Exclusion.UNKNOWN_CUSTOMER_REGION, statDate);
            excludeIf(sums.has(LaneMeasure.NEGATIVE_LEAD_COUNT), Exclusion.NEGATIVE_LEAD_TIME, statDate);
            if (!lanes.isEmpty()) {
                add(DayTable.LANE_DAY, statDate, lanes, sums.totals(leadTimes()));
                excludeIf(sums.has(LaneMeasure.APPROVAL_REVERSED_COUNT), Exclusion.REVERSED_APPROVAL, statDate);
                excludeIf(sums.has(LaneMeasure.HANDOFF_REVERSED_COUNT), Exclusion.REVERSED_HANDOFF, statDate);
                excludeIf(sums.has(LaneMeasure.TRANSIT_REVERSED_COUNT), Exclusion.REVERSED_TRANSIT, statDate);
            }
        }

        private Sums<LaneMeasure> laneSums() {
            Sums<LaneMeasure> sums = new Sums<>(LaneMeasure.class);
            if (isSample) {
                sums.set(LaneMeasure.SAMPLE_COUNT, 1);
                sums.set(LaneMeasure.LATE_COUNT, isBroken());
                sums.set(LaneMeasure.LEAD_SECONDS, Objects.requireNonNull(durations.lead()));
                sums.setDuration(
                        durations.approval(),
                        LaneMeasure.APPROVAL_COUNT,
                        LaneMeasure.APPROVAL_SECONDS,
                        LaneMeasure.APPROVAL_REVERSED_COUNT);
                sums.setDuration(
                        durations.handoff(),
                        LaneMeasure.HANDOFF_COUNT,
                        LaneMeasure.HANDOFF_SECONDS,
                        LaneMeasure.HANDOFF_REVERSED_COUNT);
                sums.setDuration(
                        durations.transit(),
                        LaneMeasure.TRANSIT_COUNT,
                        LaneMeasure.TRANSIT_SECONDS,
                        LaneMeasure.TRANSIT_REVERSED_COUNT);
            } else if (isOverdue) {
                sums.set(LaneMeasure.OVERDUE_COUNT, 1);
                sums.set(LaneMeasure.OVERDUE_SHIPPED_COUNT, facts.handedOffAt() == null ? 0 : 1);
            } else if (durations.lead() != null) {
                sums.set(LaneMeasure.NEGATIVE_LEAD_COUNT, 1);
            }
            return sums;
        }

        private void addSellers(LocalDate statDate) {
            if (!isSample && !isOverdue) {
                return;
            }
            Map<String, Long> limits = new TreeMap<>();
            // Of a seller that is stated twice the later limit holds; it cannot be told which part is meant.
            sellers.forEach(seller -> limits.merge(
                    seller.sellerId(),
                    seller.shippingLimitAt() == null ? Long.MIN_VALUE : seller.shippingLimitAt(),
                    Math::max));
            limits.forEach((sellerId, limit) -> add(
                    DayTable.SELLER_DAY,
                    statDate,
                    List.of(List.of(sellerId)),
                    sellerSums(limit == Long.MIN_VALUE ? null : limit).totals(leadTimes())));
        }

        private Sums<SellerMeasure> sellerSums(@Nullable Long limit) {
            Sums<SellerMeasure> sums = new Sums<>(SellerMeasure.class);
            if (isOverdue) {
                sums.set(SellerMeasure.OVERDUE_COUNT, 1);
                return sums;
            }
            sums.set(SellerMeasure.SAMPLE_COUNT, 1);
            sums.set(SellerMeasure.LATE_COUNT, isBroken());
            sums.set(SellerMeasure.LEAD_SECONDS, Objects.requireNonNull(durations.lead()));
            if (limit != null && facts.handedOffAt() != null) {
                boolean late = facts.handedOffAt() > limit;
                sums.set(SellerMeasure.HANDOFF_COUNT, 1);
                sums.set(SellerMeasure.HANDOFF_LATE_COUNT, late ? 1 : 0);
                sums.set(
                        SellerMeasure.HANDOFF_DELAY_SECONDS,
                        late ? Objects.requireNonNull(OrderDurations.seconds(limit, facts.handedOffAt())) : 0);
            }
            return sums;
        }

        private void addPromise(LocalDate promisedOn) {
            Sums<PromiseMeasure> sums = new Sums<>(PromiseMeasure.class);
            sums.set(PromiseMeasure.PROMISE_COUNT, 1);
            sums.set(PromiseMeasure.BROKEN_COUNT, isBroken());
            sums.set(PromiseMeasure.OVERDUE_COUNT, isOverdue ? 1 : 0);
            add(DayTable.PROMISE_DAY, promisedOn, lanes(), sums.totals(LeadTimeHistogram.EMPTY));
        }

        private long isBroken() {
            return facts.delayedAt() == null ? 0 : 1;
        }

        private LeadTimeHistogram leadTimes() {
            return isSample ? LeadTimeHistogram.of(Objects.requireNonNull(durations.lead())) : LeadTimeHistogram.EMPTY;
        }

        private Set<String> regions() {
            Set<String> regions = new TreeSet<>();
            sellers.forEach(seller -> {
                if (seller.region() != null) {
                    regions.add(seller.region());
                }
            });
            return regions;
        }

        /** Empty if one of both ends is not known. */
        private List<List<String>> lanes() {
            Register<String> customerRegion = facts.customerRegion();
            return customerRegion == null
                    ? List.of()
                    : regions().stream()
                            .map(region -> List.of(region, customerRegion.value()))
                            .toList();
        }

        private void excludeIf(boolean excluded, Exclusion reason, LocalDate statDate) {
            if (excluded) {
                DayTotals one = DayTotals.of(new long[] {1}, LeadTimeHistogram.EMPTY);
                add(DayTable.LANE_EXCLUSION_DAY, statDate, List.of(List.of(reason.name())), one);
            }
        }

        private void add(DayTable table, LocalDate day, List<List<String>> names, DayTotals totals) {
            names.forEach(name -> parts.add(new Part(table, new DayKey(day, name), totals)));
        }
    }
}
