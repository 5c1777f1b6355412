package org.fulfillmentconnect.source.snapshot;

import java.util.BitSet;
import java.util.Collection;

/**
 * What of a data set is wanted.
 *
 * @param shards whose records are kept
 * @param allRows whether the rows of all shards are joined, so that all rejects and row counts come out
 * @param rejectedRows whether the rejects come with their rows, to be read
 * @param mostRows how many rows of each record's own table are taken, the first ones
 */
public record Wanted(BitSet shards, boolean allRows, boolean rejectedRows, long mostRows) {
    /** The records of these shards; and everything about the rows if the rejects are wanted. */
    public static Wanted shards(int count, Collection<Integer> shards, boolean allRows, boolean rejectedRows) {
        BitSet wanted = new BitSet(count);
        shards.forEach(wanted::set);
        return new Wanted(wanted, allRows, rejectedRows, Long.MAX_VALUE);
    }

    /** No records, only how many there are. */
    public static Wanted lengths() {
        return new Wanted(new BitSet(), true, false, Long.MAX_VALUE);
    }

    boolean takesAllRows() {
        return mostRows == Long.MAX_VALUE;
    }

    /** Everything that the first rows give. */
    public static Wanted firstRows(int count, long mostRows) {
        BitSet all = new BitSet(count);
        all.set(0, count);
        return new Wanted(all, true, true, mostRows);
    }
}
