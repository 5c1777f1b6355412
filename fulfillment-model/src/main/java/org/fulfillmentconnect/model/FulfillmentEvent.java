package org.fulfillmentconnect.model;

import java.time.Instant;

/**
 * One event of the log, typed.
 *
 * @param eventId see {@link EventId}
 * @param eventAt when it happened
 * @param eventAtInferred whether the data have no time of their own for this fact
 * @param observedUntil the as-of instant of the snapshot that states it: what this record knew
 */
public record FulfillmentEvent(
        String eventId, String orderId, Instant eventAt, boolean eventAtInferred, Instant observedUntil, Facts facts) {

    /** The version of the wire form that this code writes, and the highest it reads. */
    public static final int SCHEMA_VERSION = 1;

    /** An event with the id of the contract, and with inferred time where its type has none of its own. */
    public static FulfillmentEvent of(String orderId, Instant eventAt, Instant observedUntil, Facts facts) {
        EventType type = facts.type();
        return new FulfillmentEvent(
                EventId.of(orderId, type.name(), eventAt), orderId, eventAt, type.timeInferred(), observedUntil, facts);
    }

    public EventType type() {
        return facts.type();
    }

    /** Where this event stands among others of the same order and type. */
    public Precedence precedence() {
        return Precedence.of(this);
    }
}
