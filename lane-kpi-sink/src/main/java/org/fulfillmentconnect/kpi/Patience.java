package org.fulfillmentconnect.kpi;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bears a database that is away, for as long as it is: says so once when it goes and once when it is back. */
final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final long MILLIS_PER_SECOND = 1_000;

    private final Backoff backoff;
    private final Clock clock;
    private final LongAdder failures = new LongAdder();
    private int failuresInARow;
    /** Of the first failure in a row; 0 while there is none. */
    private volatile long awaySince;

    Patience(Backoff backoff, Clock clock) {
        this.backoff = backoff;
        this.clock = clock;
    }

    /** How long until the next attempt; zero if there is no reason to wait. */
    Duration left() {
        return backoff.left();
    }

    void failed(Exception why) {
        backoff.failed();
        failures.increment();
        failuresInARow++;
        if (failuresInARow == 1) {
            awaySince = clock.millis();
            LOG.warn("The database does not take the KPIs; trying again until it does: {}", why.getMessage());
        } else {
            LOG.debug("The database still does not take the KPIs: {}", why.getMessage());
        }
    }

    void succeeded() {
        if (failuresInARow > 0) {
            LOG.info(
                    "The database takes the KPIs again, after {} failures within {} s",
                    failuresInARow,
                    waitingMillis() / MILLIS_PER_SECOND);
            failuresInARow = 0;
            awaySince = 0;
            backoff.succeeded();
        }
    }

    /** How often the database was waited for. */
    long failures() {
        return failures.sum();
    }

    /** For how long the database has been away, in milliseconds; 0 while it is there. */
    long waitingMillis() {
        long since = awaySince;
        return since == 0 ? 0 : Math.max(0, clock.millis() - since);
    }
}
