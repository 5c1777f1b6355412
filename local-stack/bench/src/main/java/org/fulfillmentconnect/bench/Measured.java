package org.fulfillmentconnect.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One round of one contestant.
 *
 * @param records in the topic at the end
 * @param recordBytes mean size of key, value and headers
 * @param firstSeconds from the request that starts the connector to the first record in the topic
 * @param writeSeconds from the first record to the last
 * @param cpuSeconds of the worker's process, from the request until all is committed and quiet
 * @param heap of the worker in that time
 * @param others the share of the machine's CPU time that other processes took in that time, 0 where unknown
 */
record Measured(
        long records,
        double recordBytes,
        double firstSeconds,
        double writeSeconds,
        double cpuSeconds,
        GcLog.Peak heap,
        double others) {

    double recordsPerSecond() {
        return records / writeSeconds;
    }

    double recordsPerSecondOverall() {
        return records / (firstSeconds + writeSeconds);
    }

    double cpuMicrosPerRecord() {
        return cpuSeconds * 1e6 / records;
    }

    static double median(List<Measured> rounds, ToDoubleFunction<Measured> figure) {
        return median(rounds.stream().mapToDouble(figure).toArray());
    }

    static double median(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
