package org.fulfillmentconnect.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * What a store answered.
 *
 * @param rows by lane, by day and lane, or by week
 * @param bytes of the answer: of the body over HTTP; of the values as text over JDBC
 */
record LaneAnswer(Map<String, LaneRow> rows, long bytes) {
    /** Means are shown in hours with six decimals. */
    private static final double MEAN_TOLERANCE_SECONDS = 0.01;

    /** Whether it has the same groups with the same samples, late ones and means. */
    boolean agreesWith(Map<String, LaneRow> exact) {
        return rows.keySet().equals(exact.keySet())
                && exact.entrySet().stream().allMatch(entry -> {
                    LaneRow row = rows.get(entry.getKey());
                    return row != null
                            && row.samples() == entry.getValue().samples()
                            && row.late() == entry.getValue().late()
                            && Math.abs(row.mean() - entry.getValue().mean()) <= MEAN_TOLERANCE_SECONDS;
                });
    }

    /**
     * How far p50 and p95 are from the exact ones, as shares of these.
     *
     * @param leastSamples groups with fewer are left out, as are groups that the exact answer does not have
     */
    PercentileErrors percentileErrors(Map<String, LaneRow> exact, long leastSamples) {
        return new PercentileErrors(rows.entrySet().stream()
                .flatMapToDouble(entry -> {
                    LaneRow row = entry.getValue();
                    LaneRow right = exact.get(entry.getKey());
                    return right == null || right.samples() < leastSamples
                            ? DoubleStream.empty()
                            : DoubleStream.of(error(row.p50(), right.p50()), error(row.p95(), right.p95()));
                })
                .boxed()
                .toList());
    }

    /** Of an exact value below a second, how many seconds. */
    private static double error(double found, double exact) {
        return Math.abs(found - exact) / Math.max(1, exact);
    }

    /** Of both percentiles of each group. */
    record PercentileErrors(List<Double> shares) {
        int count() {
            return shares.size();
        }

        /** 0 if there are none. */
        double worst() {
            return shares.stream().mapToDouble(share -> share).max().orElse(0);
        }

        /** 0 if there are none. */
        double shareAbove(double tolerance) {
            return shares.stream()
                    .mapToDouble(share -> share > tolerance ? 1 : 0)
                    .average()
                    .orElse(0);
        }
    }
}
