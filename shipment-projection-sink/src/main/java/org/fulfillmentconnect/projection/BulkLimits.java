package org.fulfillmentconnect.projection;

/**
 * How much is sent at once: less where the server says that it is too much, and by and by more again. Used by one thread.
 */
final class BulkLimits {
    /** Smaller bulks cost the server more than they spare it. */
    private static final int LEAST_BYTES = 64 * 1024;

    private static final int BULKS_PER_STEP = 10;
    private static final int STEPS = 8;

    private final int initialUnderWay;
    private final int stepBytes;
    /** What the server takes of a request at all. */
    private int mostBytes;

    private int bytes;
    private int underWay;
    private int takenInARow;

    /** @param underWay how many bulks at once */
    BulkLimits(int bytes, int underWay) {
        this.mostBytes = bytes;
        this.bytes = bytes;
        this.stepBytes = Math.max(1, bytes / STEPS);
        this.initialUnderWay = underWay;
        this.underWay = underWay;
    }

    /** From how many bytes on a bulk is sent. */
    int bytes() {
        return bytes;
    }

    /** How many bulks may be sent and not answered. */
    int underWay() {
        return underWay;
    }

    /** The server had too much to do for a bulk, or for a document of it (429). */
    void overloaded() {
        takenInARow = 0;
        bytes = Math.min(mostBytes, Math.max(LEAST_BYTES, bytes / 2));
        underWay = Math.max(1, underWay / 2);
    }

    /** The server took on all of a bulk, whatever came of its documents. */
    void taken() {
        takenInARow++;
        if (takenInARow == BULKS_PER_STEP) {
            takenInARow = 0;
            bytes = Math.min(mostBytes, bytes + stepBytes);
            underWay = Math.min(initialUnderWay, underWay + 1);
        }
    }

    /**
     * The server takes no request of that size (413), and never will.
     *
     * @param refusedBytes the size of the bulk
     */
    void tooLarge(int refusedBytes) {
        mostBytes = Math.max(1, Math.min(mostBytes, refusedBytes / 2));
        bytes = Math.min(bytes, mostBytes);
    }
}
