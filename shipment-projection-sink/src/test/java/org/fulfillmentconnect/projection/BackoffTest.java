package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void doublesTheBoundUpToTheLargest() {
        Backoff longest = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), bound -> bound - 1);

        assertThat(longest.millisAfter(1)).isEqualTo(100);
        assertThat(longest.millisAfter(2)).isEqualTo(200);
        assertThat(longest.millisAfter(4)).isEqualTo(800);
        assertThat(longest.millisAfter(5)).isEqualTo(1000);
        assertThat(longest.millisAfter(1_000_000)).isEqualTo(1000);
    }

    @Test
    void drawsFromZeroOn() {
        assertThat(new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), bound -> 0).millisAfter(3))
                .isZero();
    }
}
