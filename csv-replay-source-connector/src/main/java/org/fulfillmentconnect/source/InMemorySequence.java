package org.fulfillmentconnect.source;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;

/** A sequence that is held in memory as plans; a record is built when it is asked for. */
final class InMemorySequence implements ShardSequence {
    private final int shard;
    private final PlannedRecord[] records;
    private int position;

    private InMemorySequence(int shard, PlannedRecord[] records) {
        this.shard = shard;
        this.records = records;
    }

    /** The sequence of these records, given in any order. */
    static InMemorySequence of(int shard, List<? extends PlannedRecord> records) {
        PlannedRecord[] sorted = records.toArray(PlannedRecord[]::new);
        Arrays.sort(sorted, PlannedRecord.ORDER);
        return new InMemorySequence(shard, sorted);
    }

    @Override
    public int shard() {
        return shard;
    }

    @Override
    public long length() {
        return records.length;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void seek(long target) {
        if (target < 0 || target > records.length) {
            throw new IllegalArgumentException("position " + target + " of " + records.length);
        }
        position = Math.toIntExact(target);
    }

    @Override
    public long nextAt() {
        return peek().at();
    }

    @Override
    public ReplayRecord next() {
        ReplayRecord record = peek().build();
        position++;
        return record;
    }

    private PlannedRecord peek() {
        if (!hasNext()) {
            throw new NoSuchElementException("shard " + shard + " has " + records.length + " events");
        }
        return records[position];
    }
}
