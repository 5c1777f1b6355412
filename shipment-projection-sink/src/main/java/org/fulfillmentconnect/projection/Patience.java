package org.fulfillmentconnect.projection;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a server that is away, for as long as it is, and says so once in a while. */
final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final Duration SAY_AGAIN_AFTER = Duration.ofMinutes(1);

    private final Backoff backoff;
    private final LongAdder pauses = new LongAdder();
    /** By {@link System#nanoTime()}; null while the server takes everything. */
    private volatile @Nullable Long firstFailureNanos;

    private int failures;
    private long lastSaidNanos;

    Patience(Backoff backoff) {
        this.backoff = backoff;
    }

    /** A request that may have to be sent again. */
    interface Call<T> {
        T send() throws UnavailableException, InterruptedException;
    }

    /** A request without result that may have to be sent again. */
    interface Action {
        void send() throws UnavailableException, InterruptedException;
    }

    /** Sends the request until it is answered. */
    void until(Action action) throws InterruptedException {
        this.<Boolean>answerOf(() -> {
            action.send();
            return true;
        });
    }

    /** Sends the request until it is answered. */
    <T> T answerOf(Call<T> call) throws InterruptedException {
        while (true) {
            try {
                return call.send();
            } catch (UnavailableException e) {
                pause(e.why());
            }
        }
    }

    /** Waits before the next attempt, longer with each failure in a row. */
    void pause(String why) throws InterruptedException {
        long now = System.nanoTime();
        failures++;
        pauses.increment();
        if (failures == 1) {
            firstFailureNanos = now;
        }
        if (failures == 1 || now - lastSaidNanos > SAY_AGAIN_AFTER.toNanos()) {
            lastSaidNanos = now;
            LOG.warn("Elasticsearch does not take everything; trying again until it does. Last failure: {}", why);
        }
        Thread.sleep(backoff.millisAfter(failures));
    }

    /** The server did all that it was asked for: the next failure is the first one again. */
    void allDone() {
        if (failures > 0) {
            LOG.info(
                    "Elasticsearch takes everything again, after {} failures within {} s",
                    failures,
                    waitingMillis() / MILLIS_PER_SECOND);
            failures = 0;
            firstFailureNanos = null;
        }
    }

    /** How often something had to be sent again. */
    long pauses() {
        return pauses.sum();
    }

    /** For how long the server has not taken everything, in milliseconds; 0 while it does. */
    long waitingMillis() {
        Long since = firstFailureNanos;
        return since == null ? 0 : Duration.ofNanos(System.nanoTime() - since).toMillis();
    }
}
