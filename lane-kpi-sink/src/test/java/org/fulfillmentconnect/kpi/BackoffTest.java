package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Clock clock = Clock.fixed(Instant.parse("2017-10-02T13:56:33Z"), ZoneOffset.UTC);
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), clock, new Random(1));

    @Test
    void doesNotWaitBeforeAFailure() {
        assertThat(backoff.left()).isZero();
    }

    @Test
    void doublesWithEachFailureUpToItsLimitAndLeavesHalfToChance() {
        for (long full : new long[] {100, 200, 400, 800, 1000, 1000}) {
            backoff.failed();
            assertThat(backoff.left()).isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
        }
    }

    @Test
    void startsAnewAfterASuccess() {
        backoff.failed();
        backoff.failed();
        backoff.succeeded();
        assertThat(backoff.left()).isZero();
        backoff.failed();
        assertThat(backoff.left()).isLessThanOrEqualTo(Duration.ofMillis(100));
    }
}
