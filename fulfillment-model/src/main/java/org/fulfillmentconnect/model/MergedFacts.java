package org.fulfillmentconnect.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The events of one type of one order, merged: per fact the greatest event that states it wins. Merging is commutative,
 * associative and idempotent, so the result is the same in whatever order and however often the events come.
 *
 * @param events the events that still contribute, the greatest first. An event whose facts are all stated by greater
 *     ones is left out: no later event can make it count again.
 */
public record MergedFacts(List<FulfillmentEvent> events) {
    private static final Comparator<FulfillmentEvent> GREATEST_FIRST = Precedence.OF_EVENTS.reversed();

    public MergedFacts {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("expected at least one event");
        }
        events = List.copyOf(events);
    }

    public static MergedFacts of(FulfillmentEvent event) {
        return new MergedFacts(List.of(event));
    }

    /** This with one more event; the same instance if the event changes nothing. */
    public MergedFacts with(FulfillmentEvent event) {
        if (events.contains(event)) {
            return this;
        }
        List<FulfillmentEvent> all = new ArrayList<>(events);
        all.add(event);
        all.sort(GREATEST_FIRST);
        List<FulfillmentEvent> contributing = contributing(all);
        return contributing.equals(events) ? this : new MergedFacts(contributing);
    }

    private static List<FulfillmentEvent> contributing(List<FulfillmentEvent> greatestFirst) {
        List<FulfillmentEvent> kept = new ArrayList<>();
        Facts merged = greatestFirst.get(0).facts();
        for (FulfillmentEvent event : greatestFirst) {
            Facts more = merged.orElse(event.facts());
            if (kept.isEmpty() || !more.equals(merged)) {
                kept.add(event);
            }
            merged = more;
        }
        return kept;
    }

    /** The greatest event: its time is the time of the step. */
    public FulfillmentEvent greatest() {
        return events.get(0);
    }

    /** Every fact from the greatest event that states it. */
    public Facts facts() {
        Facts merged = greatest().facts();
        for (FulfillmentEvent event : events) {
            merged = merged.orElse(event.facts());
        }
        return merged;
    }
}
