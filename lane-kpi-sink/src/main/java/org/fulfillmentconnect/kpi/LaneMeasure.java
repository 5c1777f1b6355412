package org.fulfillmentconnect.kpi;

/** The sums of one lane and day, in the order of their columns in {@code lane_day}. */
enum LaneMeasure {
    /** Orders delivered and not cancelled, with a lead time that is not negative. */
    SAMPLE_COUNT,
    /** Samples whose promise broke, by the verdict in the log. */
    LATE_COUNT,
    /** From order to delivery, over the samples. */
    LEAD_SECONDS,
    /** Samples with an approval, not before the order. */
    APPROVAL_COUNT,
    APPROVAL_SECONDS,
    /** Samples that were approved before they were placed. */
    APPROVAL_REVERSED_COUNT,
    /** Samples with an approval and a hand-off, in that order. */
    HANDOFF_COUNT,
    HANDOFF_SECONDS,
    /** Samples that were handed off before they were approved. */
    HANDOFF_REVERSED_COUNT,
    /** Samples with a hand-off, before the delivery. */
    TRANSIT_COUNT,
    TRANSIT_SECONDS,
    /** Samples that were delivered before they were handed off. */
    TRANSIT_REVERSED_COUNT,
    /** Orders left out of the samples because they were delivered before they were placed. */
    NEGATIVE_LEAD_COUNT,
    /** Orders whose promise broke, neither delivered nor cancelled. */
    OVERDUE_COUNT,
    /** Overdue orders that were handed to the carrier. */
    OVERDUE_SHIPPED_COUNT
}
