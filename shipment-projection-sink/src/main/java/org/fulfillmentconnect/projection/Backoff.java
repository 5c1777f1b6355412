package org.fulfillmentconnect.projection;

import java.time.Duration;
import java.util.function.LongUnaryOperator;

/** Waits that grow with the attempts, drawn at random so that many tasks do not come back all at once. */
final class Backoff {
    private static final int MAX_DOUBLINGS = 30;

    private final long firstMillis;
    private final long maxMillis;
    private final LongUnaryOperator randomBelow;

    /**
     * Full jitter: each wait is drawn evenly between 0 and a bound that doubles from {@code first} up to {@code max}.
     *
     * @param randomBelow a random number from 0 to below its argument
     */
    Backoff(Duration first, Duration max, LongUnaryOperator randomBelow) {
        this.firstMillis = first.toMillis();
        this.maxMillis = max.toMillis();
        this.randomBelow = randomBelow;
    }

    /** How many milliseconds to wait after this many failures in a row, 1 for the first. */
    long millisAfter(int failures) {
        int doublings = Math.min(failures - 1, MAX_DOUBLINGS);
        long bound = Math.min(maxMillis, firstMillis << doublings);
        return randomBelow.applyAsLong(bound + 1);
    }
}
