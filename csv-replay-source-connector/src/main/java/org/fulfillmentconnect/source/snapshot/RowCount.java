package org.fulfillmentconnect.source.snapshot;

import org.fulfillmentconnect.source.mapping.Node;

/** What became of the good rows of a table where it is used: each is counted once when it comes and once when it goes. */
final class RowCount {
    private final String use;
    private long read;
    private long used;
    private long rejected;
    private long notAskedFor;
    private long notYet;

    /** @param use the kind of record and the joins that lead to the table, such as {@code order.items.seller} */
    RowCount(String use) {
        this.use = use;
    }

    void read() {
        read++;
    }

    void used(long rows) {
        used += rows;
    }

    void rejected() {
        rejected++;
    }

    void notAskedFor() {
        notAskedFor++;
    }

    void notYet(long rows) {
        notYet += rows;
    }

    /** Whether every row that was read is accounted for. */
    boolean isComplete() {
        return read == used + rejected + notAskedFor + notYet;
    }

    /** For example {@code order.items of items: 12 rows = 10 used + 1 rejected + 1 not asked for + 0 after as-of}. */
    String text(Node node) {
        return use + " of " + node.table().name() + ": " + read + " rows = " + used + " used + " + rejected
                + " rejected + " + notAskedFor + " not asked for + " + notYet + " after as-of";
    }
}
