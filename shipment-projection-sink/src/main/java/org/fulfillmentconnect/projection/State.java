package org.fulfillmentconnect.projection;

import java.util.Comparator;

/**
 * A state that the transition table leads to. The highest one that an order's events reached is the order's.
 *
 * @param rank the higher wins; between equal ranks the greater name does
 */
record State(int rank, String name) implements Comparable<State> {
    private static final Comparator<State> ORDER =
            Comparator.comparingInt(State::rank).thenComparing(State::name);

    State orHigher(State other) {
        return compareTo(other) >= 0 ? this : other;
    }

    @Override
    public int compareTo(State other) {
        return ORDER.compare(this, other);
    }
}
