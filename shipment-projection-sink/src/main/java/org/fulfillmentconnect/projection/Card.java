package org.fulfillmentconnect.projection;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.fulfillmentconnect.model.EventType;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.fulfillmentconnect.model.MergedFacts;
import org.jspecify.annotations.Nullable;

/**
 * The case card of an order: all that its events say, whatever their order, repetition or batching. Merging is
 * commutative, associative and idempotent, so a card that was stored can be merged further at any time.
 *
 * @param steps per type of event what the events of that type say; never empty
 * @param eventIds the distinct ids of all events, sorted, also of those whose facts no longer count
 * @param state the highest state that the events reached
 */
record Card(String orderId, Map<EventType, MergedFacts> steps, List<String> eventIds, State state)
        implements Mergeable<Card> {
    Card {
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a card has at least one event");
        }
        steps = Collections.unmodifiableMap(new EnumMap<>(steps));
        eventIds = List.copyOf(eventIds);
    }

    /** The card of an order of which this event alone is known. */
    static Card of(FulfillmentEvent event, State state) {
        return new Card(event.orderId(), Map.of(event.type(), MergedFacts.of(event)), List.of(event.eventId()), state);
    }

    @Override
    public String id() {
        return orderId;
    }

    @Override
    public byte[] json() {
        return CardJson.write(this);
    }

    /** What both cards of the same order say together; this very instance if the other adds nothing. */
    @Override
    public Card merge(Card other) {
        if (!orderId.equals(other.orderId)) {
            throw new IllegalArgumentException("cards of two orders");
        }
        Map<EventType, MergedFacts> mergedSteps = mergeSteps(other.steps);
        List<String> mergedIds = mergeIds(other.eventIds);
        State highest = state.orHigher(other.state);
        return mergedSteps.equals(steps) && mergedIds.equals(eventIds) && highest.equals(state)
                ? this
                : new Card(orderId, mergedSteps, mergedIds, highest);
    }

    private Map<EventType, MergedFacts> mergeSteps(Map<EventType, MergedFacts> others) {
        Map<EventType, MergedFacts> changed = null;
        for (Map.Entry<EventType, MergedFacts> other : others.entrySet()) {
            MergedFacts mine = steps.get(other.getKey());
            MergedFacts merged = mine == null ? other.getValue() : merge(mine, other.getValue());
            if (!merged.equals(mine)) {
                changed = changed == null ? new EnumMap<>(steps) : changed;
                changed.put(other.getKey(), merged);
            }
        }
        return changed == null ? steps : changed;
    }

    private static MergedFacts merge(MergedFacts mine, MergedFacts other) {
        MergedFacts merged = mine;
        for (FulfillmentEvent event : other.events()) {
            merged = merged.with(event);
        }
        return merged;
    }

    private List<String> mergeIds(List<String> others) {
        TreeSet<String> changed = null;
        for (String id : others) {
            if (Collections.binarySearch(eventIds, id) < 0) {
                changed = changed == null ? new TreeSet<>(eventIds) : changed;
                changed.add(id);
            }
        }
        return changed == null ? eventIds : List.copyOf(changed);
    }

    /** When this step happened, or null if no event says that it did. */
    @Nullable
    Instant at(EventType type) {
        MergedFacts step = steps.get(type);
        return step == null ? null : step.greatest().eventAt();
    }

    /** What the owner of this step says about it, or null if no event says that it happened. */
    <F extends Facts> @Nullable F facts(EventType type, Class<F> factsOfThatType) {
        MergedFacts step = steps.get(type);
        return step == null ? null : factsOfThatType.cast(step.facts());
    }
}
