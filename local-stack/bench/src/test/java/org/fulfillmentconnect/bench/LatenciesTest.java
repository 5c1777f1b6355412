package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void knowsMedianAndP95InWhateverOrderTheyCame() {
        Latencies latencies = new Latencies();
        IntStream.rangeClosed(1, 20).map(i -> 21 - i).forEach(millis -> latencies.add(millis * 1_000_000L));

        assertThat(latencies.median()).isEqualTo(10.5);
        assertThat(latencies.p95()).isEqualTo(19);
    }
}
