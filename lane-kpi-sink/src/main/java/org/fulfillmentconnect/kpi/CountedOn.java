package org.fulfillmentconnect.kpi;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The days under which an order counts. They are remembered with its facts, not derived again: the rules of a time zone may
 * have changed since.
 *
 * @param statDate of the delivery, or else of the verdict; null if the order is neither delivered nor overdue, or cancelled
 * @param promisedOn the day whose promise was kept or broken; null if neither is known, or the order is cancelled
 */
record CountedOn(@Nullable LocalDate statDate, @Nullable LocalDate promisedOn) {
    static final CountedOn NOTHING = new CountedOn(null, null);

    /** The days by the calendar of this time zone. */
    static CountedOn of(OrderFacts facts, ZoneId zone) {
        if (facts.cancelled()) {
            return NOTHING;
        }
        Long delivered = facts.deliveredAt();
        Long delayed = facts.delayedAt();
        // A verdict stands at the instant when the promise broke.
        Long due = delayed == null && delivered != null && facts.dueAt() != null
                ? facts.dueAt().value()
                : delayed;
        return new CountedOn(day(delivered != null ? delivered : delayed, zone), day(due, zone));
    }

    private static @Nullable LocalDate day(@Nullable Long millis, ZoneId zone) {
        return millis == null ? null : LocalDate.ofInstant(Instant.ofEpochMilli(millis), zone);
    }
}
