package org.fulfillmentconnect.model;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kinds of events in the log. Their order here is the order in which the events of one order that happened at the
 * same instant are written.
 */
public enum EventType {
    ORDER_PLACED(Owner.OMS, false),
    ORDER_APPROVED(Owner.OMS, false),
    WAREHOUSE_ASSIGNED(Owner.WMS, true),
    HANDED_TO_CARRIER(Owner.TMS, false),
    DELIVERED(Owner.TMS, false),
    /** The raw fact that the promised time came. The judge turns it into {@link #DELIVERY_DELAYED} or drops it. */
    DELIVERY_DUE(Owner.TMS, false),
    /** The verdict: the promise was broken. */
    DELIVERY_DELAYED(Owner.TMS, false),
    ORDER_CANCELLED(Owner.OMS, true);

    private static final Map<String, EventType> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(EventType::name, Function.identity()));

    private final Owner owner;
    private final boolean timeInferred;

    EventType(Owner owner, boolean timeInferred) {
        this.owner = owner;
        this.timeInferred = timeInferred;
    }

    /** The only system that may state this fact. */
    public Owner owner() {
        return owner;
    }

    /** Whether the source data hold no time of its own for this fact, so that its {@code eventAt} is inferred. */
    public boolean timeInferred() {
        return timeInferred;
    }

    /** The type with this wire name, or empty if this version knows none. */
    public static Optional<EventType> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
