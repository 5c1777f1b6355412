package org.fulfillmentconnect.projection;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a task did, and says so once in a while. Used by one thread. */
final class Progress {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final long SAY_AGAIN_NANOS = Duration.ofSeconds(30).toNanos();

    private long saidNanos = System.nanoTime();
    private final StoreCounts cards = new StoreCounts();
    private final StoreCounts timeline = new StoreCounts();
    private long events;
    private long reported;

    StoreCounts cards() {
        return cards;
    }

    StoreCounts timeline() {
        return timeline;
    }

    /** Records went to the dead letter queue. */
    void reported(int records) {
        reported += records;
    }

    void stored(int moreEvents) {
        events += moreEvents;
        long now = System.nanoTime();
        if (moreEvents > 0 && now - saidNanos > SAY_AGAIN_NANOS) {
            saidNanos = now;
            LOG.info(
                    "{} events stored since start: {} cards written, {} unchanged, {} merged again after a conflict;"
                            + " {} timeline documents written, {} unchanged; {} records reported",
                    events,
                    cards.writtenSoFar(),
                    cards.unchangedSoFar(),
                    cards.conflictsSoFar(),
                    timeline.writtenSoFar(),
                    timeline.unchangedSoFar(),
                    reported);
        }
    }
}
