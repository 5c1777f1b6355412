package org.fulfillmentconnect.projection;

import org.fulfillmentconnect.model.FulfillmentEvent;

/**
 * An event and the state that it leads to: all that the two indices are made from. What they get of it is computed when it
 * is asked for, as events wait in great numbers.
 */
record ProjectedEvent(FulfillmentEvent event, State state) {
    /** The card of its order as if this were the only event. */
    Card card() {
        return Card.of(event, state);
    }

    TimelineDocument document() {
        return TimelineDocument.of(event, state);
    }
}
