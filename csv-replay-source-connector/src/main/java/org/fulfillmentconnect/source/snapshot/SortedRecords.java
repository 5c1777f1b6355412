package org.fulfillmentconnect.source.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import org.fulfillmentconnect.source.mapping.Output;
import org.fulfillmentconnect.source.sort.Bytes;
import org.fulfillmentconnect.source.sort.Entries;
import org.fulfillmentconnect.source.sort.ExternalSort;
import org.fulfillmentconnect.source.sort.SortMemory;
import org.jspecify.annotations.Nullable;

/**
 * The records of a data set: how many each shard has, and those of the wanted shards in the order of the log. They are
 * added in any order, then read once. For one thread.
 */
public final class SortedRecords implements Closeable {
    private final List<Output> outputs;
    private final Shards shards;
    private final EventOrder order;
    private final BitSet wanted;
    private final long[] lengths;
    private final ExternalSort sort;
    private final Bytes sortKey = new Bytes();
    private final Bytes value = new Bytes();

    private final ByteReader reader = new ByteReader();
    private @Nullable Entries entries;
    private int shard;
    private long at;
    private int output;
    private String key = "";

    SortedRecords(List<Output> outputs, Shards shards, EventOrder order, BitSet wanted, SortMemory memory) {
        this.outputs = List.copyOf(outputs);
        this.shards = shards;
        this.order = order;
        this.wanted = wanted;
        this.lengths = new long[shards.count()];
        this.sort = memory.newSort();
    }

    /** @param made its index among the outputs */
    void add(int made, String recordKey, Output.Evaluated evaluated) throws IOException {
        int shardOfKey = shards.of(recordKey);
        lengths[shardOfKey]++;
        if (!wanted.get(shardOfKey)) {
            return;
        }
        order.write(evaluated.at(), recordKey, sortKey.clear());
        sortKey.putShort(outputs.get(made).rank()).putShort(made).putShort(shardOfKey);
        value.clear();
        for (Object field : evaluated.fields()) {
            ValueBytes.write(field, value);
        }
        sort.add(sortKey, value);
    }

    /** How many records each shard has, over all shards if all were read. */
    public long length(int shardNumber) {
        return lengths[shardNumber];
    }

    /** Goes to the next record; false at the end. */
    public boolean next() throws IOException {
        Entries reading = entries;
        if (reading == null) {
            reading = sort.read();
            entries = reading;
        }
        if (!reading.next()) {
            return false;
        }
        int end = reading.keyEnd();
        byte[] array = reading.array();
        output = unsignedShort(array, end - 2 * Short.BYTES);
        shard = unsignedShort(array, end - Short.BYTES);
        reader.on(array, reading.keyStart());
        if (order == EventOrder.KEY) {
            key = reader.readSortableText();
            at = reader.readSortableLong();
        } else {
            at = reader.readSortableLong();
            key = "";
        }
        return true;
    }

    private static int unsignedShort(byte[] array, int at) {
        return ((array[at] & 0xFF) << Byte.SIZE) | (array[at + 1] & 0xFF);
    }

    /** The shard of the current record. */
    public int shard() {
        return shard;
    }

    /** When it happened, in epoch milliseconds. */
    public long at() {
        return at;
    }

    public Output output() {
        return outputs.get(output);
    }

    /** Its key. */
    public String key() {
        if (order == EventOrder.EVENT_TIME && key.isEmpty()) {
            // Only now, as a replay that goes on passes over many.
            key = reader.readSortableText();
        }
        return key;
    }

    /** What it states, to build its value from. */
    public @Nullable Object[] fields() {
        Entries current = entries;
        if (current == null) {
            throw new IllegalStateException("there is no current record");
        }
        reader.on(current.array(), current.valueStart());
        @Nullable Object[] fields = new Object[output().fieldCount()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = reader.readValue();
        }
        return fields;
    }

    @Override
    public void close() throws IOException {
        entries = null;
        sort.close();
    }
}
