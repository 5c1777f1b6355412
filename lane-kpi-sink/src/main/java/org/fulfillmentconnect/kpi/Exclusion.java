package org.fulfillmentconnect.kpi;

/**
 * Why an order that is delivered or overdue, and not cancelled, is left out of its lanes or of one of their averages. More
 * than one may hold.
 */
enum Exclusion {
    /** It belongs to no lane. */
    UNKNOWN_SELLER_REGION,
    /** It belongs to no lane. */
    UNKNOWN_CUSTOMER_REGION,
    /** It was delivered before it was placed, and is no sample. */
    NEGATIVE_LEAD_TIME,
    /** A sample that was approved before it was placed: not in the average of the approval. */
    REVERSED_APPROVAL,
    /** A sample that was handed off before it was approved: not in the average of the hand-off. */
    REVERSED_HANDOFF,
    /** A sample that was delivered before it was handed off: not in the average of the transit. */
    REVERSED_TRANSIT
}
