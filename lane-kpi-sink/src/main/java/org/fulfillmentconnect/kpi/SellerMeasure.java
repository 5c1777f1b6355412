package org.fulfillmentconnect.kpi;

/** The sums of one seller and day, in the order of their columns in {@code seller_day}. */
enum SellerMeasure {
    /** Orders with a part of this seller that are delivered and not cancelled, with a lead time that is not negative. */
    SAMPLE_COUNT,
    /** Samples whose promise broke, by the verdict in the log. */
    LATE_COUNT,
    /** From order to delivery, over the samples. */
    LEAD_SECONDS,
    /** Samples with a hand-off and a shipping limit of this seller. */
    HANDOFF_COUNT,
    /** Those handed off after that limit. */
    HANDOFF_LATE_COUNT,
    /** From the limit to the hand-off, over those handed off late. */
    HANDOFF_DELAY_SECONDS,
    /** Orders whose promise broke, neither delivered nor cancelled. */
    OVERDUE_COUNT
}
