package org.fulfillmentconnect.kpi;

import java.util.List;

/**
 * An aggregate that is kept by deltas: rows of sums, perhaps with a histogram of lead times, keyed by a date and by names.
 *
 * @param nameColumns the columns of {@link DayKey#names}
 * @param sumColumns the columns of {@link DayTotals#sum}
 * @param hasLeadTimes whether its rows hold a histogram of lead times and the percentiles from it
 */
record DayTable(String tableName, List<String> nameColumns, List<String> sumColumns, boolean hasLeadTimes) {
    static final DayTable LANE_DAY =
            new DayTable("lane_day", List.of("seller_region", "customer_region"), LaneMeasure.columns(), true);

    /** Orders, not lane samples, that are left out of the lanes or of one of their averages, by {@link Exclusion}. */
    static final DayTable LANE_EXCLUSION_DAY =
            new DayTable("lane_exclusion_day", List.of("reason"), List.of("order_count"), false);

    /** All of them, in the order in which every transaction locks them. */
    static final List<DayTable> ALL = List.of(LANE_DAY, LANE_EXCLUSION_DAY);
}
