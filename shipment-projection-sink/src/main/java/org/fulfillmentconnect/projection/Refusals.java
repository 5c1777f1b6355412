package org.fulfillmentconnect.projection;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bears for a while that a server refuses credentials which it has accepted before: a cluster does that while the index of
 * its users is not up yet. Used by one thread.
 */
final class Refusals {
    private static final Duration BEARABLE = Duration.ofMinutes(5);

    private final LongSupplier nanoTime;
    /** Since when; null while nothing is refused. */
    private @Nullable Long since;

    private boolean ofWrite;

    /**
     * None yet, of a server that has accepted the credentials.
     *
     * @param nanoTime as {@link System#nanoTime()}
     */
    Refusals(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * The server did all that it was asked for.
     *
     * @param wrote whether that was to write; a user who may only read is not known by it to be allowed to write again
     */
    void accepted(boolean wrote) {
        if (wrote || !ofWrite) {
            since = null;
            ofWrite = false;
        }
    }

    /**
     * The server refused.
     *
     * @param write whether it was asked to write
     * @throws RefusedException if it has done so for too long
     */
    void bear(RefusedException refusal, boolean write) {
        long now = nanoTime.getAsLong();
        Long first = since;
        if (first == null) {
            since = now;
        } else if (now - first > BEARABLE.toNanos()) {
            throw refusal;
        }
        ofWrite |= write;
    }
}
