package org.fulfillmentconnect.bench;

import java.time.Duration;
import java.util.Random;

/**
 * When to kill next: after so many more records, or after some time, whichever comes first.
 *
 * @param records written since the worker was started
 * @param delay since the worker was ready
 */
record KillPlan(long records, Duration delay) {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int LONGEST_DELAY_MILLIS = 8_000;

    /** Three in four are by records, up to a quarter of all; the others can meet a worker that has not begun to write. */
    static KillPlan next(Random random, long events) {
        boolean byRecords = random.nextInt(4) > 0;
        long records = 1 + random.nextLong(Math.max(1, events / 4));
        int millis = random.nextInt(LONGEST_DELAY_MILLIS);
        return byRecords ? new KillPlan(records, LONG) : new KillPlan(Long.MAX_VALUE, Duration.ofMillis(millis));
    }

    boolean isDue(long written, Duration running) {
        return written >= records || running.compareTo(delay) >= 0;
    }
}
