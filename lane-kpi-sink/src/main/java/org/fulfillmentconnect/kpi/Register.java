package org.fulfillmentconnect.kpi;

import org.fulfillmentconnect.model.Precedence;
import org.jspecify.annotations.Nullable;

/**
 * A fact that is stated, not measured: of several events that state it the greatest wins.
 *
 * @param from where the event that stated it stands among the others
 */
record Register<T>(T value, Precedence from) {

    /** The greater of the two; null only if both are. */
    static <T> @Nullable Register<T> greater(@Nullable Register<T> one, @Nullable Register<T> other) {
        if (one == null) {
            return other;
        }
        return other == null || one.from.compareTo(other.from) >= 0 ? one : other;
    }
}
