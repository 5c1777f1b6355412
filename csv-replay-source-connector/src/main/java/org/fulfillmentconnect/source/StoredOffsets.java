package org.fulfillmentconnect.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * Where the replay of a data set stands, as the worker has stored it. Every task looks at all shards: when data or
 * settings have changed, none must go on, also one whose own shards have not begun.
 */
final class StoredOffsets {
    private final String connector;
    private final String dataset;
    private final Map<String, ReplayOffset> byShard;

    private StoredOffsets(String connector, String dataset, Map<String, ReplayOffset> byShard) {
        this.connector = connector;
        this.dataset = dataset;
        this.byShard = byShard;
    }

    /**
     * Reads them.
     *
     * @throws ConnectException if one cannot be read, or belongs to other data, settings or shards
     */
    static StoredOffsets read(
            OffsetStorageReader reader, String connector, CsvReplaySourceConfig config, Fingerprint fingerprint) {
        String dataset = config.dataset();
        List<Map<String, String>> partitions = Stream.concat(
                        IntStream.range(0, config.shards().count())
                                .mapToObj(shard -> ReplayOffset.partition(dataset, shard)),
                        Stream.of(ReplayOffset.rejectsPartition(dataset)))
                .toList();
        Map<Map<String, String>, Map<String, Object>> stored = reader.offsets(partitions);
        StoredOffsets offsets = new StoredOffsets(connector, dataset, new HashMap<>());
        for (Map<String, String> partition : partitions) {
            Map<String, Object> offset = stored.get(partition);
            if (offset != null) {
                offsets.add(partition.getOrDefault(ReplayOffset.SHARD, ""), offset, config, fingerprint);
            }
        }
        return offsets;
    }

    private void add(String shard, Map<String, Object> stored, CsvReplaySourceConfig config, Fingerprint fingerprint) {
        ReplayOffset offset;
        try {
            offset = ReplayOffset.parse(stored);
        } catch (ConnectException e) {
            throw refused(shard, String.valueOf(e.getMessage()));
        }
        String refusal = offset.refusal(config.shards().count(), fingerprint);
        if (refusal != null) {
            throw refused(shard, refusal);
        }
        byShard.put(shard, offset);
    }

    /**
     * How many records of this shard's sequence are done.
     *
     * @throws ConnectException if there are not as many
     */
    long position(int shard, long length) {
        return position(Integer.toString(shard), length);
    }

    /** How many rejects are done. */
    int rejectPosition(int length) {
        return Math.toIntExact(position(ReplayOffset.REJECTS, length));
    }

    private long position(String shard, long length) {
        ReplayOffset offset = byShard.get(shard);
        if (offset == null) {
            return 0;
        }
        String refusal = offset.refusal(length);
        if (refusal != null) {
            throw refused(shard, refusal);
        }
        return offset.position();
    }

    private ConnectException refused(String shard, String why) {
        return new ConnectException("Data set " + dataset + ", shard " + shard + ": the stored offset does not fit: "
                + why
                + ". Put back what changed, or replay from the start: PUT /connectors/" + connector
                + "/stop, DELETE /connectors/" + connector + "/offsets, PUT /connectors/" + connector + "/resume");
    }
}
