package org.fulfillmentconnect.quickstart;

/**
 * The numbers of {@link java.util.Random}, which Java specifies to the bit, from a state that can be kept and gone back
 * to. For one thread.
 */
final class SnapshotRandom {
    private static final long MULTIPLIER = 0x5DEECE66DL;
    private static final long ADDEND = 0xBL;
    private static final long MASK = (1L << 48) - 1;

    private long state;

    SnapshotRandom(long seed) {
        state = (seed ^ MULTIPLIER) & MASK;
    }

    /** All that the next numbers depend on. */
    long state() {
        return state;
    }

    void goBackTo(long earlier) {
        state = earlier;
    }

    int nextInt() {
        return next(32);
    }

    int nextInt(int bound) {
        int bits = next(31);
        int mask = bound - 1;
        if ((bound & mask) == 0) {
            return (int) ((bound * (long) bits) >> 31);
        }
        int value = bits % bound;
        // Overflows where the last, incomplete run of values is met: those would come too often.
        while (bits - value + mask < 0) {
            bits = next(31);
            value = bits % bound;
        }
        return value;
    }

    boolean nextBoolean() {
        return next(1) != 0;
    }

    private int next(int bits) {
        state = (state * MULTIPLIER + ADDEND) & MASK;
        return (int) (state >>> (48 - bits));
    }
}
