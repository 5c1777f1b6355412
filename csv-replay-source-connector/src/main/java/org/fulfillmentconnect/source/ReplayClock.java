package org.fulfillmentconnect.source;

import java.time.Duration;

/**
 * What time it is in the replay. It starts at the first event and runs as many times faster than real time as asked for,
 * while the task is asked for records; while it is paused, or the log cannot take more, it stands still. For one thread.
 */
final class ReplayClock {
    /** A longer time without being asked is no time of replay. */
    private static final long LONGEST_STEP_NANOS = Duration.ofSeconds(1).toNanos();

    private static final double NANOS_PER_MILLI = 1e6;

    private final double speed;
    private boolean started;
    private long askedAtNanos;
    private double now;

    /** @param speed event time per real time; 0 for as fast as possible */
    ReplayClock(double speed) {
        this.speed = speed;
    }

    /** Lets the time go on; the first event starts the clock. */
    void advance(long nextEventAt, long nanoTime) {
        if (!started) {
            started = true;
            now = nextEventAt;
        } else {
            now += Math.min(nanoTime - askedAtNanos, LONGEST_STEP_NANOS) / NANOS_PER_MILLI * speed;
        }
        askedAtNanos = nanoTime;
    }

    /** Whether this time, in epoch milliseconds, has come. */
    boolean hasCome(long eventAt) {
        return speed == 0 || eventAt <= now;
    }

    /** How far an event lies behind the clock, in milliseconds of event time; 0 for as fast as possible. */
    long lagMillis(long eventAt) {
        return speed == 0 || !started ? 0 : Math.max(0, (long) now - eventAt);
    }

    /** How long it takes until this time comes, in milliseconds of real time. */
    long millisUntil(long eventAt) {
        return speed == 0 ? 0 : (long) Math.ceil(Math.max(0, eventAt - now) / speed);
    }
}
