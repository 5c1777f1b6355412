package org.fulfillmentconnect.projection;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fulfillmentconnect.model.FulfillmentEvent;

/**
 * Records folded per order and per event, so that each order is read and written once, whatever the number of its events.
 * It spans the batches in which Connect delivers them.
 */
final class Window {
    private final long openedNanos;
    private final Map<String, Update<Card>> cards = new LinkedHashMap<>();
    private final Map<String, Update<TimelineDocument>> timeline = new LinkedHashMap<>();
    private final Map<OffsetTracker.Assignment, Long> positions = new HashMap<>();
    private int events;
    private long bytes;

    /**
     * An empty window.
     *
     * @param openedNanos now, by {@link System#nanoTime()}
     */
    Window(long openedNanos) {
        this.openedNanos = openedNanos;
    }

    void add(Arrival arrival) {
        events++;
        bytes += arrival.bytes();
        FulfillmentEvent event = arrival.event().event();
        cards.computeIfAbsent(event.orderId(), id -> new Update<>(id, ProjectedEvent::card))
                .with(arrival);
        timeline.computeIfAbsent(event.eventId(), id -> new Update<>(id, ProjectedEvent::document))
                .with(arrival);
    }

    /** Notes that all of a partition's records before this offset are in this window or an earlier one. */
    void reached(OffsetTracker.Assignment assignment, long nextOffset) {
        positions.put(assignment, nextOffset);
    }

    long openedNanos() {
        return openedNanos;
    }

    boolean isEmpty() {
        return positions.isEmpty();
    }

    Collection<Update<Card>> cards() {
        return cards.values();
    }

    Collection<Update<TimelineDocument>> timeline() {
        return timeline.values();
    }

    Map<OffsetTracker.Assignment, Long> positions() {
        return positions;
    }

    int events() {
        return events;
    }

    /** An estimate of the memory that it takes. */
    long bytes() {
        return bytes;
    }
}
