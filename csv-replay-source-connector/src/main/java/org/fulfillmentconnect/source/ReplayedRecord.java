package org.fulfillmentconnect.source;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * A record of a shard. Under exactly-once a worker keeps every record that is not yet committed in a hash map, keyed by the
 * whole record; the hash of all it holds costs more than most else that happens to it. Its place in its shard tells it
 * from all others as well, and equal records have equal places.
 */
final class ReplayedRecord extends SourceRecord {
    private final int hash;

    /**
     * A record of a shard.
     *
     * @param position its offset
     * @param shards how many there are
     */
    ReplayedRecord(
            Map<String, String> sourcePartition,
            Map<String, Object> sourceOffset,
            long position,
            String topic,
            int shard,
            int shards,
            String key,
            Struct value,
            long timestamp,
            Headers headers) {
        super(
                sourcePartition,
                sourceOffset,
                topic,
                shard,
                Schema.STRING_SCHEMA,
                key,
                value.schema(),
                value,
                timestamp,
                headers);
        this.hash = Long.hashCode(position * shards + shard);
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
