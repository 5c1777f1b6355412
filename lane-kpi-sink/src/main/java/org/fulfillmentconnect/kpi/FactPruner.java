package org.fulfillmentconnect.kpi;

import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes through the orders from time to time, a part at a call, and prunes the facts of those that are closed. */
final class FactPruner {
    private static final Logger LOG = LoggerFactory.getLogger(FactPruner.class);

    /** Also before the first pass: a task that has just begun has not yet seen how far all its partitions are. */
    static final Duration BETWEEN_PASSES = Duration.ofHours(1);

    /** A pass must not hold up the records that come meanwhile. */
    private static final Duration BETWEEN_PARTS = Duration.ofSeconds(1);

    private final FactPruning pruning;
    private final KpiStore store;
    private final Clock clock;
    private long nextAt;
    private String position = "";
    private long pruned;

    FactPruner(FactPruning pruning, KpiStore store, Clock clock) {
        this.pruning = pruning;
        this.store = store;
        this.clock = clock;
        this.nextAt = clock.millis() + BETWEEN_PASSES.toMillis();
    }

    /**
     * Prunes a part of the orders if it is time for it.
     *
     * @throws ConnectException if it can never work, such as without the right to
     */
    void pruneIfDue() {
        long now = clock.millis();
        if (now < nextAt) {
            return;
        }
        FactPruning.Page page;
        try {
            page = store.prune(pruning, position);
        } catch (RetriableException e) {
            LOG.warn("Cannot prune facts; the next pass is in {}", BETWEEN_PASSES, e);
            endPass(now);
            return;
        }
        pruned += page.pruned();
        if (page.last() != null) {
            position = page.last();
            nextAt = now + BETWEEN_PARTS.toMillis();
            return;
        }
        if (pruned > 0) {
            LOG.info("Pruned the facts of {} closed orders", pruned);
        }
        endPass(now);
    }

    private void endPass(long now) {
        position = "";
        pruned = 0;
        nextAt = now + BETWEEN_PASSES.toMillis();
    }
}
