package org.fulfillmentconnect.projection;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Records folded per order and per event, so that each order is read and written once, whatever the number of its events.
 * It spans the batches in which Connect delivers them.
 */
final class Window {
    private final long openedNanos;
    private final Map<String, CardUpdate> cards = new LinkedHashMap<>();
    private final Map<String, TimelineUpdate> timeline = new LinkedHashMap<>();
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
        CardUpdate card = cards.get(arrival.event().card().orderId());
        if (card == null) {
            cards.put(arrival.event().card().orderId(), new CardUpdate(arrival));
        } else {
            card.add(arrival);
        }
        TimelineUpdate update = timeline.get(arrival.event().document().eventId());
        if (update == null) {
            timeline.put(arrival.event().document().eventId(), new TimelineUpdate(arrival));
        } else {
            update.add(arrival);
        }
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

    Collection<CardUpdate> cards() {
        return cards.values();
    }

    Collection<TimelineUpdate> timeline() {
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
