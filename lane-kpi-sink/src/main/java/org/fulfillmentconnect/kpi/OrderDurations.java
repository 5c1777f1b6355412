package org.fulfillmentconnect.kpi;

import org.jspecify.annotations.Nullable;

/**
 * How long the stages of an order took, in whole seconds rounded down, so negative exactly if the later step came first; null
 * where one of both ends is not known.
 */
record OrderDurations(
        @Nullable Long lead,
        @Nullable Long approval,
        @Nullable Long handoff,
        @Nullable Long transit) {

    static OrderDurations of(OrderFacts facts) {
        return new OrderDurations(
                seconds(facts.placedAt(), facts.deliveredAt()),
                seconds(facts.placedAt(), facts.approvedAt()),
                seconds(facts.approvedAt(), facts.handedOffAt()),
                seconds(facts.handedOffAt(), facts.deliveredAt()));
    }

    /** Whole seconds from one time in milliseconds to another. */
    static @Nullable Long seconds(@Nullable Long from, @Nullable Long to) {
        return from == null || to == null ? null : (Long) Math.floorDiv(to - from, 1000L);
    }
}
