package org.fulfillmentconnect.projection;

import java.util.concurrent.atomic.LongAdder;

/** What became of the updates of one index since the task started. */
final class StoreCounts {
    private final LongAdder written = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final LongAdder conflicts = new LongAdder();

    void written() {
        written.increment();
    }

    void unchanged() {
        unchanged.increment();
    }

    /** A document was there, or was changed by somebody else after it was read. */
    void conflict() {
        conflicts.increment();
    }

    long writtenSoFar() {
        return written.sum();
    }

    long unchangedSoFar() {
        return unchanged.sum();
    }

    long conflictsSoFar() {
        return conflicts.sum();
    }
}
