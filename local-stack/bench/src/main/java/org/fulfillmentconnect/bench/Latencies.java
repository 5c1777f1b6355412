package org.fulfillmentconnect.bench;

import java.util.Arrays;

/** How long the same question took, each time that it was asked. */
final class Latencies {
    private double[] millis = {};

    void add(long nanos) {
        millis = Arrays.copyOf(millis, millis.length + 1);
        millis[millis.length - 1] = nanos / 1e6;
    }

    double median() {
        return Measured.median(millis);
    }

    /** By nearest rank. */
    double p95() {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(0.95 * sorted.length) - 1];
    }
}
