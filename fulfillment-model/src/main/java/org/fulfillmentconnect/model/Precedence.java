package org.fulfillmentconnect.model;

import java.util.Comparator;

/**
 * A total order of the events of one order and type: per fact the greatest event that states it wins. It depends on
 * what the events say alone, never on when or how often they arrive.
 *
 * @param eventAtMillis epoch milliseconds
 * @param observedUntilMillis epoch milliseconds
 * @param bodyHash decides between two different bodies that are equal in all else
 */
public record Precedence(long eventAtMillis, String eventId, long observedUntilMillis, String bodyHash)
        implements Comparable<Precedence> {

    private static final Comparator<Precedence> ORDER = Comparator.comparingLong(Precedence::eventAtMillis)
            .thenComparing(Precedence::eventId)
            .thenComparingLong(Precedence::observedUntilMillis)
            .thenComparing(Precedence::bodyHash);

    /** The same order over events; the body is hashed only where all else is equal. */
    static final Comparator<FulfillmentEvent> OF_EVENTS = Comparator.<FulfillmentEvent>comparingLong(
                    event -> event.eventAt().toEpochMilli())
            .thenComparing(FulfillmentEvent::eventId)
            .thenComparingLong(event -> event.observedUntil().toEpochMilli())
            .thenComparing(CanonicalBody::hash);

    static Precedence of(FulfillmentEvent event) {
        return new Precedence(
                event.eventAt().toEpochMilli(),
                event.eventId(),
                event.observedUntil().toEpochMilli(),
                CanonicalBody.hash(event));
    }

    @Override
    public int compareTo(Precedence other) {
        return ORDER.compare(this, other);
    }
}
