package org.fulfillmentconnect.kpi;

import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits that double with each failure up to a limit, half of each by chance, so that tasks do not return all at once. */
final class Backoff {
    private final Duration first;
    private final Duration longest;
    private final Clock clock;
    private final RandomGenerator random;
    private int failures;
    private long endsAt;

    Backoff(Duration first, Duration longest, Clock clock, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.clock = clock;
        this.random = random;
    }

    void failed() {
        long full = Math.min(longest.toMillis(), first.toMillis() << Math.min(failures, 20));
        failures++;
        endsAt = clock.millis() + full - random.nextLong(full / 2 + 1);
    }

    void succeeded() {
        failures = 0;
        endsAt = 0;
    }

    /** How long until the next attempt; zero if there is no reason to wait. */
    Duration left() {
        if (failures == 0) {
            return Duration.ZERO;
        }
        // A clock that was set back must not prolong the wait.
        return Duration.ofMillis(Math.max(0, Math.min(endsAt - clock.millis(), longest.toMillis())));
    }
}
