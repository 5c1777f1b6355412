package org.fulfillmentconnect.projection;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a task did, and says so once in a while. */
final class Progress {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final long SAY_AGAIN_NANOS = Duration.ofSeconds(30).toNanos();

    private final StoreCounts cards = new StoreCounts();
    private final StoreCounts timeline = new StoreCounts();
    private final LongAdder events = new LongAdder();
    private final LongAdder reported = new LongAdder();
    private final LongAdder ignored = new LongAdder();
    /** Of the projector. */
    private long saidNanos = System.nanoTime();

    StoreCounts cards() {
        return cards;
    }

    StoreCounts timeline() {
        return timeline;
    }

    /** A record went to the dead letter queue. */
    void reported() {
        reported.increment();
    }

    /** An event that this version does not know was passed over, as the settings ask for. */
    void ignored() {
        ignored.increment();
    }

    long storedSoFar() {
        return events.sum();
    }

    long reportedSoFar() {
        return reported.sum();
    }

    long ignoredSoFar() {
        return ignored.sum();
    }

    /** For the projector. */
    void stored(int moreEvents) {
        events.add(moreEvents);
        long now = System.nanoTime();
        if (moreEvents > 0 && now - saidNanos > SAY_AGAIN_NANOS) {
            saidNanos = now;
            LOG.info(
                    "{} events stored since start: {} cards written, {} unchanged, {} merged again after a conflict;"
                            + " {} timeline documents written, {} unchanged; {} records reported, {} ignored",
                    events,
                    cards.writtenSoFar(),
                    cards.unchangedSoFar(),
                    cards.conflictsSoFar(),
                    timeline.writtenSoFar(),
                    timeline.unchangedSoFar(),
                    reported,
                    ignored);
        }
    }
}
