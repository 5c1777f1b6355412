package org.fulfillmentconnect.projection;

import java.util.Optional;
import java.util.stream.Stream;
import org.fulfillmentconnect.model.EventType;

/** The physical steps of an order, in the sequence in which they are expected. */
enum Stage {
    PLACED(EventType.ORDER_PLACED),
    APPROVED(EventType.ORDER_APPROVED),
    ASSIGNED(EventType.WAREHOUSE_ASSIGNED),
    HANDED_OFF(EventType.HANDED_TO_CARRIER),
    DELIVERED(EventType.DELIVERED);

    private final EventType event;

    Stage(EventType event) {
        this.event = event;
    }

    /** The event that says that this step happened. */
    EventType event() {
        return event;
    }

    /** The step expected after this one; empty after the last. */
    Optional<Stage> next() {
        return Stream.of(values()).filter(stage -> stage.compareTo(this) > 0).findFirst();
    }
}
