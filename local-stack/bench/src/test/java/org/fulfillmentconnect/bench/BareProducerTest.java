package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BareProducerTest {
    @Test
    void takesTheBetterRateOfTheTwoSummaries() {
        String printed = """
                969958 records sent, 293914.0 records/sec (74.97 MB/sec), 634.9 ms avg latency, 1551.0 ms max latency.
                1500000 records sent, 169875.424689 records/sec (65.67 MB/sec), 498.12 ms avg latency, 1551.00 ms max \
                latency, 398 ms 50th, 1168 ms 95th, 1311 ms 99th, 1490 ms 99.9th.
                1000000 steady state records sent, 195274.5 records/sec (75.49 MB/sec), 628.15 ms avg latency, 1551.00 ms \
                max latency, 670 ms 50th, 1209 ms 95th, 1348 ms 99th, 1514 ms 99.9th.
                """;

        assertThat(BareProducer.rate(printed)).isEqualTo(195_274.5);
    }

    @Test
    void refusesOutputWithoutARate() {
        assertThatThrownBy(() -> BareProducer.rate("Exception in thread main"))
                .hasMessage("kafka-producer-perf-test printed no rate");
    }
}
