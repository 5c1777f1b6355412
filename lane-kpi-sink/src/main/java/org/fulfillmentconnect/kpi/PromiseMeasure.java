package org.fulfillmentconnect.kpi;

/** The sums of one lane and promised day, in the order of their columns in {@code promise_day}. */
enum PromiseMeasure {
    /** Orders, not cancelled, whose promise was kept or broken. */
    PROMISE_COUNT,
    /** Those whose promise broke, by the verdict in the log. */
    BROKEN_COUNT,
    /** Those whose promise broke and that are not delivered. */
    OVERDUE_COUNT
}
