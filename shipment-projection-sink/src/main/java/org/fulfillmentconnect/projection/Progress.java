package org.fulfillmentconnect.projection;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a task did, and says so once in a while. Used by one thread. */
final class Progress {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final long SAY_AGAIN_NANOS = Duration.ofSeconds(30).toNanos();

    private long saidNanos = System.nanoTime();
    private long events;
    private long writtenCards;
    private long unchangedCards;
    private long conflicts;
    private long reported;

    void writtenCard() {
        writtenCards++;
    }

    void unchangedCard() {
        unchangedCards++;
    }

    /** A card was changed by somebody else after it was read. */
    void conflict() {
        conflicts++;
    }

    /** Records went to the dead letter queue. */
    void reported(int records) {
        reported += records;
    }

    void stored(int moreEvents) {
        events += moreEvents;
        long now = System.nanoTime();
        if (now - saidNanos > SAY_AGAIN_NANOS) {
            saidNanos = now;
            LOG.info(
                    "{} events stored since start: {} cards written, {} unchanged, {} merged again after a conflict,"
                            + " {} records reported",
                    events,
                    writtenCards,
                    unchangedCards,
                    conflicts,
                    reported);
        }
    }
}
