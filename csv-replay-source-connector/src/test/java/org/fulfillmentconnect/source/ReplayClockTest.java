package org.fulfillmentconnect.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReplayClockTest {
    private static final long FIRST = 1_500_000_000_000L;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Any time of the machine's, which may be negative. */
    private static final long BEGAN = -17 * SECOND;

    @Test
    void startsAtTheFirstEventWhateverTheTimeIs() {
        ReplayClock clock = new ReplayClock(60);

        clock.advance(FIRST, BEGAN);

        assertThat(clock.hasCome(FIRST)).isTrue();
        assertThat(clock.hasCome(FIRST + 1)).isFalse();
    }

    @Test
    void runsAsManyTimesFasterAsAskedFor() {
        ReplayClock clock = new ReplayClock(60);
        clock.advance(FIRST, BEGAN);

        clock.advance(FIRST + 99_999, BEGAN + SECOND / 2);

        assertThat(clock.hasCome(FIRST + 30_000)).isTrue();
        assertThat(clock.hasCome(FIRST + 30_001)).isFalse();
    }

    @Test
    void tellsHowLongItTakesInRealTimeRoundedUp() {
        ReplayClock clock = new ReplayClock(60);
        clock.advance(FIRST, BEGAN);

        assertThat(clock.millisUntil(FIRST - 5)).isZero();
        assertThat(clock.millisUntil(FIRST)).isZero();
        assertThat(clock.millisUntil(FIRST + 1)).isEqualTo(1);
        assertThat(clock.millisUntil(FIRST + 60)).isEqualTo(1);
        assertThat(clock.millisUntil(FIRST + 61)).isEqualTo(2);
    }

    @Test
    void standsStillWhileItIsNotAsked() {
        ReplayClock clock = new ReplayClock(60);
        clock.advance(FIRST, BEGAN);

        clock.advance(FIRST + 1, BEGAN + 3600 * SECOND);

        assertThat(clock.hasCome(FIRST + 60_000)).isTrue();
        assertThat(clock.hasCome(FIRST + 60_001)).isFalse();
    }

    @Test
    void manySmallStepsAreAsLongAsOne() {
        ReplayClock clock = new ReplayClock(0.5);
        clock.advance(FIRST, BEGAN);

        for (int milli = 1; milli <= 10_000; milli++) {
            clock.advance(FIRST + 9999, BEGAN + TimeUnit.MILLISECONDS.toNanos(milli));
        }

        assertThat(clock.hasCome(FIRST + 5000)).isTrue();
        assertThat(clock.hasCome(FIRST + 5001)).isFalse();
    }

    @Test
    void tellsHowFarAnEventLiesBehind() {
        ReplayClock clock = new ReplayClock(1);
        assertThat(clock.lagMillis(FIRST)).as("before it starts").isZero();
        clock.advance(FIRST, BEGAN);
        clock.advance(FIRST, BEGAN + SECOND);

        assertThat(clock.lagMillis(FIRST)).isEqualTo(1000);
        assertThat(clock.lagMillis(FIRST + 2000)).isZero();
    }

    @Test
    void asFastAsPossibleEveryTimeHasCome() {
        ReplayClock clock = new ReplayClock(0);
        clock.advance(FIRST, BEGAN);

        assertThat(clock.hasCome(Long.MAX_VALUE)).isTrue();
        assertThat(clock.millisUntil(Long.MAX_VALUE)).isZero();
        assertThat(clock.lagMillis(0)).isZero();
    }
}
