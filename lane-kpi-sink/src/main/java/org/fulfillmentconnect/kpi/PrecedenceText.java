package org.fulfillmentconnect.kpi;

import org.fulfillmentconnect.model.Precedence;

/** A {@link Precedence} as text for a column: the numbers and the hash, and last the event id, which may hold anything. */
final class PrecedenceText {
    private PrecedenceText() {}

    static String of(Precedence precedence) {
        return precedence.eventAtMillis() + " " + precedence.observedUntilMillis() + " " + precedence.bodyHash() + " "
                + precedence.eventId();
    }

    /** @throws IllegalArgumentException if it is not as {@link #of} writes it */
    static Precedence parse(String text) {
        String[] parts = text.split(" ", 4);
        if (parts.length != 4) {
            throw new IllegalArgumentException("expected four parts but found " + parts.length);
        }
        return new Precedence(Long.parseLong(parts[0]), parts[3], Long.parseLong(parts[1]), parts[2]);
    }
}
