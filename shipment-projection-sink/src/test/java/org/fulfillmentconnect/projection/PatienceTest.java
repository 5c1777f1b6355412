package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final List<Long> bounds = new ArrayList<>();
    private final Patience patience = new Patience(new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), bound -> {
        bounds.add(bound - 1);
        return 0;
    }));

    @Test
    void triesUntilThereIsAnAnswer() throws InterruptedException {
        int[] attempts = {0};

        String answer = patience.answerOf(() -> {
            attempts[0]++;
            if (attempts[0] < 4) {
                throw new UnavailableException("away", null);
            }
            return "here";
        });

        assertThat(answer).isEqualTo("here");
        assertThat(bounds).containsExactly(100L, 200L, 400L);
    }

    @Test
    void waitsLongerUntilAllIsDone() throws InterruptedException {
        patience.pause("busy");
        // One request that works does not yet mean that the server is well.
        patience.until(() -> {});
        patience.pause("busy");
        patience.allDone();
        patience.pause("busy");

        assertThat(bounds).containsExactly(100L, 200L, 100L);
    }
}
