package org.fulfillmentconnect.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The sequences of a task's shards as one, by event time, so that the log grows in about that order over all of its
 * partitions. Each shard keeps its own order.
 */
final class ShardMerge {
    private final PriorityQueue<ShardSequence> sequences =
            new PriorityQueue<>(Comparator.comparingLong(ShardSequence::nextAt).thenComparingInt(ShardSequence::shard));

    ShardMerge(Collection<? extends ShardSequence> sequences) {
        for (ShardSequence sequence : sequences) {
            if (sequence.hasNext()) {
                this.sequences.add(sequence);
            }
        }
    }

    /** One record, and where its shard stands once it is done. */
    record Entry(int shard, long positionAfter, ReplayRecord record) {}

    /** The next record, or null at the end. */
    @Nullable
    Entry next() {
        ShardSequence sequence = sequences.poll();
        if (sequence == null) {
            return null;
        }
        ReplayRecord record = sequence.next();
        Entry entry = new Entry(sequence.shard(), sequence.position(), record);
        if (sequence.hasNext()) {
            sequences.add(sequence);
        }
        return entry;
    }
}
