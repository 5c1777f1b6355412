package org.fulfillmentconnect.kpi;

import java.util.List;

/**
 * An aggregate that is kept by deltas: rows of sums, perhaps with a histogram of lead times, keyed by a date and by names.
 *
 * @param dayColumn the column of {@link DayKey#day}
 * @param nameColumns the columns of {@link DayKey#names}
 * @param sumColumns the columns of {@link DayTotals#sum}
 * @param hasLeadTimes whether its rows hold a histogram of lead times and the percentiles from it
 */
record DayTable(
        String tableName, String dayColumn, List<String> nameColumns, List<String> sumColumns, boolean hasLeadTimes) {
    static final DayTable LANE_DAY = new DayTable(
            "lane_day",
            "stat_date",
            List.of("seller_region", "customer_region"),
            Sums.columns(LaneMeasure.class),
            true);

    static final DayTable PROMISE_DAY = new DayTable(
            "promise_day",
            "promised_on",
            List.of("seller_region", "customer_region"),
            Sums.columns(PromiseMeasure.class),
            false);

    static final DayTable SELLER_DAY =
            new DayTable("seller_day", "stat_date", List.of("seller_id"), Sums.columns(SellerMeasure.class), true);

    /** Orders, not lane samples, that are left out of the lanes or of one of their averages, by {@link Exclusion}. */
    static final DayTable LANE_EXCLUSION_DAY =
            new DayTable("lane_exclusion_day", "stat_date", List.of("reason"), List.of("order_count"), false);

    /** All of them, in the order in which every transaction locks them. */
    static final List<DayTable> ALL = List.of(LANE_DAY, PROMISE_DAY, SELLER_DAY, LANE_EXCLUSION_DAY);
}
