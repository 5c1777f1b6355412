package org.fulfillmentconnect.kpi;

import java.util.Arrays;

/** The content of a row of a {@link DayTable}, or a delta to it. Immutable. */
final class DayTotals {
    private final long[] sums;
    private final LeadTimeHistogram leadTimes;

    private DayTotals(long[] sums, LeadTimeHistogram leadTimes) {
        this.sums = sums;
        this.leadTimes = leadTimes;
    }

    /**
     * @param sums in the order of {@link DayTable#sumColumns}
     * @param leadTimes empty where the table has none
     */
    static DayTotals of(long[] sums, LeadTimeHistogram leadTimes) {
        return new DayTotals(sums.clone(), leadTimes);
    }

    DayTotals plus(DayTotals other) {
        return combine(other, 1, leadTimes.plus(other.leadTimes));
    }

    DayTotals minus(DayTotals other) {
        return combine(other, -1, leadTimes.minus(other.leadTimes));
    }

    DayTotals negated() {
        return new DayTotals(new long[sums.length], LeadTimeHistogram.EMPTY).minus(this);
    }

    private DayTotals combine(DayTotals other, int sign, LeadTimeHistogram combined) {
        long[] result = new long[sums.length];
        for (int i = 0; i < sums.length; i++) {
            result[i] = Math.addExact(sums[i], sign * other.sums[i]);
        }
        return new DayTotals(result, combined);
    }

    long sum(int column) {
        return sums[column];
    }

    LeadTimeHistogram leadTimes() {
        return leadTimes;
    }

    boolean isZero() {
        return Arrays.stream(sums).allMatch(sum -> sum == 0) && leadTimes.isEmpty();
    }

    boolean hasNegative() {
        return Arrays.stream(sums).anyMatch(sum -> sum < 0) || leadTimes.hasNegativeCount();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DayTotals that && Arrays.equals(sums, that.sums) && leadTimes.equals(that.leadTimes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(sums) + leadTimes.hashCode();
    }

    @Override
    public String toString() {
        return Arrays.toString(sums) + " " + leadTimes;
    }
}
