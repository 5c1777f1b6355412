package org.fulfillmentconnect.source;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which events are handed over, by their time. The others keep their positions.
 *
 * @param from the first instant; null for no limit
 * @param to the first instant that is left out; null for no limit
 */
record ReplayWindow(@Nullable Instant from, @Nullable Instant to) {
    boolean contains(long at) {
        return (from == null || at >= from.toEpochMilli()) && (to == null || at < to.toEpochMilli());
    }
}
