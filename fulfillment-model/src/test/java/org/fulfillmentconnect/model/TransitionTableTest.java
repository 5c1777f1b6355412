package org.fulfillmentconnect.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.fulfillmentconnect.model.TransitionTable.Transition;
import org.junit.jupiter.api.Test;

class TransitionTableTest {
    private static final List<Transition> ROWS = TransitionTable.BUILT_IN.transitions().values().stream()
            .sorted(Comparator.comparingInt(Transition::rank))
            .toList();

    @Test
    void ranksTheStatesOfTheContract() {
        assertThat(ROWS)
                .extracting(Transition::toState)
                .containsExactly("PLACED", "APPROVED", "ASSIGNED", "HANDED_OFF", "DELAYED", "DELIVERED", "CANCELLED");
        assertThat(ROWS).extracting(Transition::rank).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void hasARowForEveryTypeOfTheLog() {
        assertThat(TransitionTable.BUILT_IN.transitions().keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.of(EventType.values())
                        .filter(type -> type != EventType.DELIVERY_DUE)
                        .map(EventType::name)
                        .toList());
        assertThat(TransitionTable.BUILT_IN.of("DELIVERY_DUE")).isEmpty();
        assertThat(TransitionTable.BUILT_IN.of("DELIVERED"))
                .contains(new Transition("DELIVERED", 6, List.of("HANDED_OFF", "DELAYED"), true));
    }

    @Test
    void comesFromStatesThatItLeadsTo() {
        List<String> states = ROWS.stream().map(Transition::toState).toList();

        assertThat(ROWS).allSatisfy(row -> assertThat(states).containsAll(row.fromStates()));
    }

    @Test
    void endsInDeliveredAndCancelledAlone() {
        assertThat(ROWS)
                .filteredOn(Transition::terminal)
                .extracting(Transition::toState)
                .containsExactly("DELIVERED", "CANCELLED");
    }
}
