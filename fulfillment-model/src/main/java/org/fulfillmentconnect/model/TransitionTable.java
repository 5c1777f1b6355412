package org.fulfillmentconnect.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which state each event type leads to. The state of an order is the one with the highest rank that its events reached,
 * so it is the same whatever their order, repetition or batching.
 *
 * @param transitions by the wire name of the event type
 */
public record TransitionTable(Map<String, Transition> transitions) {

    /**
     * One row of the table.
     *
     * @param toState the state the event leads to
     * @param rank the higher wins
     * @param fromStates the states it is expected in; data out of sequence are not refused, only listed as anomalies
     * @param terminal whether nothing more is expected
     */
    public record Transition(String toState, int rank, List<String> fromStates, boolean terminal) {
        public Transition {
            fromStates = List.copyOf(fromStates);
        }
    }

    /** PLACED, APPROVED, ASSIGNED, HANDED_OFF, DELAYED, DELIVERED, and CANCELLED above all. */
    public static final TransitionTable BUILT_IN = new TransitionTable(Map.of(
            EventType.ORDER_PLACED.name(),
            new Transition("PLACED", 1, List.of(), false),
            EventType.ORDER_APPROVED.name(),
            new Transition("APPROVED", 2, List.of("PLACED"), false),
            EventType.WAREHOUSE_ASSIGNED.name(),
            new Transition("ASSIGNED", 3, List.of("PLACED", "APPROVED"), false),
            EventType.HANDED_TO_CARRIER.name(),
            new Transition("HANDED_OFF", 4, List.of("ASSIGNED", "DELAYED"), false),
            EventType.DELIVERY_DELAYED.name(),
            new Transition("DELAYED", 5, List.of("PLACED", "APPROVED", "ASSIGNED", "HANDED_OFF"), false),
            EventType.DELIVERED.name(),
            new Transition("DELIVERED", 6, List.of("HANDED_OFF", "DELAYED"), true),
            EventType.ORDER_CANCELLED.name(),
            new Transition("CANCELLED", 7, List.of("PLACED", "APPROVED", "ASSIGNED", "HANDED_OFF", "DELAYED"), true)));

    public TransitionTable {
        transitions = Map.copyOf(transitions);
    }

    /** The row of this event type, or empty if the table has none. */
    public Optional<Transition> of(String eventType) {
        return Optional.ofNullable(transitions.get(eventType));
    }
}
