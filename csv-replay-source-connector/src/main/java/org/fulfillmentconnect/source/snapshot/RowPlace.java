package org.fulfillmentconnect.source.snapshot;

/** Where a row stands: the number of its file among its table's, and its line; as one number, in the order of the files. */
final class RowPlace {
    private static final int LINE_BITS = 40;

    private RowPlace() {}

    static long of(int file, long line) {
        return (long) file << LINE_BITS | line;
    }

    static int file(long place) {
        return (int) (place >>> LINE_BITS);
    }

    static long line(long place) {
        return place & (1L << LINE_BITS) - 1;
    }
}
