package org.fulfillmentconnect.kpi;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How often which lead time occurred: a histogram with fixed buckets that can be added and subtracted, so it depends on the
 * set of values alone. Immutable.
 *
 * <p>Buckets are log-linear, as in HdrHistogram: below 256 s each second has its own; above, every power of two is divided
 * into 128 equal ones. A bucket is at most 1/128 of its values wide and is represented by its middle, so a percentile is
 * within 0.4% of the nearest-rank value. Whole numbers only: no rounding depends on order.
 */
final class LeadTimeHistogram {
    /** Names the buckets above. Tables built with other buckets cannot be continued. */
    static final String SCHEME = "log-linear-128";

    static final LeadTimeHistogram EMPTY = new LeadTimeHistogram(new short[0], new int[0]);

    private static final int SUB_BUCKETS_LOG2 = 7;
    private static final int SUB_BUCKETS = 1 << SUB_BUCKETS_LOG2;
    private static final int EXACT_BELOW = 2 * SUB_BUCKETS;

    /** The highest bucket, of a lead time of 8,000 years, leaves so many bits of 32 to a count. */
    private static final int COUNT_BITS = 19;

    private static final int MAX_ENTRY_COUNT = (1 << COUNT_BITS) - 1;

    /** Ascending. */
    private final short[] buckets;

    /** How many values are in each bucket; never zero, negative only in a delta. */
    private final int[] counts;

    private LeadTimeHistogram(short[] buckets, int[] counts) {
        this.buckets = buckets;
        this.counts = counts;
    }

    /** One value, in seconds, not negative. */
    static LeadTimeHistogram of(long seconds) {
        return new LeadTimeHistogram(new short[] {bucketOf(seconds)}, new int[] {1});
    }

    /**
     * The histogram in these bytes, as {@link #toBytes} wrote them.
     *
     * @throws IllegalArgumentException if they are not canonical: whole entries, ascending, none without a count
     */
    static LeadTimeHistogram ofBytes(byte[] bytes) {
        ByteBuffer entries = ByteBuffer.wrap(bytes);
        short[] buckets = new short[bytes.length / Integer.BYTES];
        int[] counts = new int[buckets.length];
        int size = 0;
        while (entries.remaining() >= Integer.BYTES) {
            int entry = entries.getInt();
            short bucket = (short) (entry >>> COUNT_BITS);
            int count = entry & MAX_ENTRY_COUNT;
            if (count == 0 || (size > 0 && buckets[size - 1] > bucket)) {
                throw notCanonical();
            }
            if (size == 0 || buckets[size - 1] < bucket) {
                buckets[size++] = bucket;
            }
            counts[size - 1] = Math.addExact(counts[size - 1], count);
        }
        if (entries.hasRemaining()) {
            throw notCanonical();
        }
        return new LeadTimeHistogram(Arrays.copyOf(buckets, size), Arrays.copyOf(counts, size));
    }

    private static IllegalArgumentException notCanonical() {
        return new IllegalArgumentException("expected whole entries with ascending buckets, each with a count");
    }

    static short bucketOf(long seconds) {
        if (seconds < 0) {
            throw new IllegalArgumentException("expected seconds of 0 or more but found " + seconds);
        }
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(seconds) - SUB_BUCKETS_LOG2 - 1);
        return (short) (shift * SUB_BUCKETS + (int) (seconds >>> shift));
    }

    /** The seconds in the middle of this bucket. */
    static long representative(short bucket) {
        if (bucket < EXACT_BELOW) {
            return bucket;
        }
        int shift = bucket / SUB_BUCKETS - 1;
        long lowest = (long) (bucket - shift * SUB_BUCKETS) << shift;
        return lowest + (1L << (shift - 1));
    }

    LeadTimeHistogram plus(LeadTimeHistogram other) {
        return combine(other, 1);
    }

    LeadTimeHistogram minus(LeadTimeHistogram other) {
        return combine(other, -1);
    }

    private LeadTimeHistogram combine(LeadTimeHistogram other, int sign) {
        if (other.isEmpty()) {
            return this;
        }
        int most = buckets.length + other.buckets.length;
        short[] mergedBuckets = new short[most];
        int[] mergedCounts = new int[most];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < buckets.length || j < other.buckets.length) {
            boolean takeOurs = j == other.buckets.length || (i < buckets.length && buckets[i] <= other.buckets[j]);
            boolean takeTheirs = i == buckets.length || (j < other.buckets.length && other.buckets[j] <= buckets[i]);
            short bucket = takeOurs ? buckets[i] : other.buckets[j];
            int count = takeOurs ? counts[i++] : 0;
            if (takeTheirs) {
                count = Math.addExact(count, sign * other.counts[j++]);
            }
            if (count != 0) {
                mergedBuckets[size] = bucket;
                mergedCounts[size++] = count;
            }
        }
        return new LeadTimeHistogram(Arrays.copyOf(mergedBuckets, size), Arrays.copyOf(mergedCounts, size));
    }

    /**
     * The percentile by nearest rank: the representative of the bucket that holds the smallest value at or above it.
     *
     * @param percent 1 to 100
     * @throws IllegalStateException if there is no value
     */
    long percentileSeconds(int percent) {
        long size = size();
        long rank = (size * percent + 99) / 100;
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return representative(buckets[i]);
            }
        }
        throw new IllegalStateException("an empty histogram has no percentile");
    }

    /** How many values there are. */
    long size() {
        long size = 0;
        for (int count : counts) {
            size += count;
        }
        return size;
    }

    boolean isEmpty() {
        return buckets.length == 0;
    }

    boolean hasNegativeCount() {
        for (int count : counts) {
            if (count < 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * The buckets that hold a value, ascending, in 4 bytes each, big-endian: 13 bits of bucket, 19 bits of count. A greater
     * count has several entries, full ones first. A server stores and sends these bytes as they are, while it handles the
     * elements of an array one by one, which would make a row dearer the more it holds.
     *
     * @throws IllegalStateException if a count is negative
     */
    byte[] toBytes() {
        int entries = 0;
        for (int count : counts) {
            if (count < 0) {
                throw new IllegalStateException("only a delta has negative counts, and it is not stored");
            }
            entries += (count - 1) / MAX_ENTRY_COUNT + 1;
        }
        ByteBuffer bytes = ByteBuffer.allocate(entries * Integer.BYTES);
        for (int i = 0; i < buckets.length; i++) {
            for (int left = counts[i]; left > 0; left -= MAX_ENTRY_COUNT) {
                bytes.putInt((buckets[i] << COUNT_BITS) | Math.min(left, MAX_ENTRY_COUNT));
            }
        }
        return bytes.array();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LeadTimeHistogram that
                && Arrays.equals(buckets, that.buckets)
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(buckets) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return Arrays.toString(buckets) + "×" + Arrays.toString(counts);
    }
}
