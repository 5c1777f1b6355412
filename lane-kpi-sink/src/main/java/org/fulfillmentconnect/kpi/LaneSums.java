package org.fulfillmentconnect.kpi;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The sums that one order adds to each of its lanes. */
final class LaneSums {
    private final Map<LaneMeasure, Long> sums = new EnumMap<>(LaneMeasure.class);
    private LeadTimeHistogram leadTimes = LeadTimeHistogram.EMPTY;

    private LaneSums() {}

    /** The sums of an order that is not cancelled. */
    static LaneSums of(OrderFacts facts) {
        LaneSums result = new LaneSums();
        if (facts.deliveredAt() != null) {
            result.addDelivered(facts);
        } else if (facts.delayedAt() != null) {
            result.set(LaneMeasure.OVERDUE_COUNT, 1);
        }
        return result;
    }

    private void addDelivered(OrderFacts facts) {
        Long leadSeconds = seconds(facts.placedAt(), facts.deliveredAt());
        if (leadSeconds == null) {
            // Without ORDER_PLACED there is no customer region and so no lane either: counted there.
            return;
        }
        if (leadSeconds < 0) {
            set(LaneMeasure.NEGATIVE_LEAD_COUNT, 1);
            return;
        }
        set(LaneMeasure.SAMPLE_COUNT, 1);
        if (facts.delayedAt() != null) {
            set(LaneMeasure.LATE_COUNT, 1);
        }
        set(LaneMeasure.LEAD_SECONDS, leadSeconds);
        leadTimes = LeadTimeHistogram.of(leadSeconds);
        addStage(
                seconds(facts.approvedAt(), facts.handedOffAt()),
                LaneMeasure.HANDOFF_COUNT,
                LaneMeasure.HANDOFF_SECONDS,
                LaneMeasure.HANDOFF_REVERSED_COUNT);
        addStage(
                seconds(facts.handedOffAt(), facts.deliveredAt()),
                LaneMeasure.TRANSIT_COUNT,
                LaneMeasure.TRANSIT_SECONDS,
                LaneMeasure.TRANSIT_REVERSED_COUNT);
    }

    private void addStage(@Nullable Long seconds, LaneMeasure count, LaneMeasure sum, LaneMeasure reversed) {
        if (seconds == null) {
            return;
        }
        if (seconds < 0) {
            set(reversed, 1);
        } else {
            set(count, 1);
            set(sum, seconds);
        }
    }

    /** Whole seconds from one time to the other, rounded down, so negative exactly if the second is earlier. */
    private static @Nullable Long seconds(@Nullable Long from, @Nullable Long to) {
        return from == null || to == null ? null : (Long) Math.floorDiv(to - from, 1000L);
    }

    private void set(LaneMeasure measure, long value) {
        sums.put(measure, value);
    }

    /** Whether this was added at all. */
    boolean has(LaneMeasure measure) {
        return sums.containsKey(measure);
    }

    DayTotals totals() {
        long[] inOrder = Stream.of(LaneMeasure.values())
                .mapToLong(measure -> sums.getOrDefault(measure, 0L))
                .toArray();
        return DayTotals.of(inOrder, leadTimes);
    }
}
