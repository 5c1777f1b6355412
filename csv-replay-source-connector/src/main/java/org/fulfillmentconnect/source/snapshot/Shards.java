package org.fulfillmentconnect.source.snapshot;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * One shard per partition of the log. A key's shard is the partition that Kafka's producers choose for it, so that
 * records from other sources with the same key meet this one's.
 *
 * @param count how many there are
 */
public record Shards(int count) {
    public int of(String key) {
        // The bytes are those of StringConverter.
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % count;
    }
}
