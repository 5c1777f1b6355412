package org.fulfillmentconnect.source;

import java.util.Comparator;

/** A record before it is built: where it stands in its shard's sequence, and how to build it. */
interface PlannedRecord {
    /** The order of the log: by time, then by key, then by the order of the steps. */
    Comparator<PlannedRecord> ORDER = Comparator.comparingLong(PlannedRecord::at)
            .thenComparing(PlannedRecord::key)
            .thenComparingInt(PlannedRecord::rank);

    /** When it happened, in epoch milliseconds. */
    long at();

    String key();

    /** Decides between records of the same key at the same time. */
    int rank();

    ReplayRecord build();
}
