package org.fulfillmentconnect.source;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.fulfillmentconnect.source.snapshot.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * How far a shard, or the rejects, of a data set are replayed.
 *
 * @param position how many records of the full sequence are done
 * @param shards into how many shards the data set was split
 * @param fingerprint of which data, read how ({@link Fingerprint})
 */
record ReplayOffset(long position, int shards, String fingerprint) {
    static final String DATASET = "dataset";
    static final String SHARD = "shard";
    static final String POSITION = "position";
    static final String SHARDS = "shards";
    static final String FINGERPRINT = "fingerprint";

    /** The source partition of the rejects, beside those of the shards. */
    static final String REJECTS = "rejects";

    /** The source partition of a shard. */
    static Map<String, String> partition(String dataset, int shard) {
        return partition(dataset, Integer.toString(shard));
    }

    static Map<String, String> rejectsPartition(String dataset) {
        return partition(dataset, REJECTS);
    }

    private static Map<String, String> partition(String dataset, String shard) {
        // Offsets are looked up by the bytes of the partition as JSON, so its keys must stand in the same order in
        // every
        // process; and in the order in which a worker writes those that come by REST: that of a HashMap.
        Map<String, String> partition = new HashMap<>();
        partition.put(DATASET, dataset);
        partition.put(SHARD, shard);
        return partition;
    }

    /** As Connect takes it. A worker keeps one with every record that is not yet committed: small, until it is read. */
    Map<String, Object> toMap() {
        return new AsMap(this);
    }

    private static final class AsMap extends AbstractMap<String, Object> {
        private final ReplayOffset offset;

        AsMap(ReplayOffset offset) {
            this.offset = offset;
        }

        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            return Map.<String, Object>of(
                            POSITION, offset.position(), SHARDS, offset.shards(), FINGERPRINT, offset.fingerprint())
                    .entrySet();
        }
    }

    /**
     * Reads an offset that was stored, or that comes by REST.
     *
     * @throws ConnectException naming the key that is missing or mistyped
     */
    static ReplayOffset parse(Map<String, ?> offset) {
        long position = wholeNumber(offset, POSITION);
        long shards = wholeNumber(offset, SHARDS);
        if (shards > Integer.MAX_VALUE) {
            throw new ConnectException(SHARDS + ": expected a number of shards");
        }
        Object fingerprint = offset.get(FINGERPRINT);
        if (!(fingerprint instanceof String text)) {
            throw wrong(FINGERPRINT, "a string", fingerprint);
        }
        return new ReplayOffset(position, (int) shards, text);
    }

    private static long wholeNumber(Map<String, ?> offset, String key) {
        Object value = offset.get(key);
        if (!(value instanceof Long || value instanceof Integer) || ((Number) value).longValue() < 0) {
            throw wrong(key, "a whole number from 0 on", value);
        }
        return ((Number) value).longValue();
    }

    private static ConnectException wrong(String key, String expected, @Nullable Object found) {
        return new ConnectException(key + ": expected " + expected + " but found "
                + (found == null || found instanceof Number
                        ? found
                        : found.getClass().getSimpleName()));
    }

    /**
     * What keeps a replay of the current data from going on here, if anything: other shards, data or settings.
     *
     * @return null if nothing does, as far as the position is not looked at
     */
    @Nullable
    String refusal(int currentShards, Fingerprint current) {
        if (shards != currentShards) {
            return "it was stored with shards=" + shards + ", but shards is " + currentShards;
        }
        if (!fingerprint.equals(current.toString())) {
            return "the data or the settings that decide the events have changed since it was stored: "
                    + String.join(", ", Fingerprint.parse(fingerprint).changesTo(current));
        }
        return null;
    }

    /** What keeps a replay from going on at this position, if anything. */
    @Nullable
    String refusal(long length) {
        return position <= length ? null : "its position is " + position + ", but the sequence ends at " + length;
    }
}
