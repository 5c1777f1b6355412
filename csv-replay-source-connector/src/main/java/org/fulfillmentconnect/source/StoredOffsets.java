package org.fulfillmentconnect.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.fulfillmentconnect.source.snapshot.Fingerprint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the replay of a data set stands, as the worker has stored it. Every task looks at all shards: when data or
 * settings have changed, none must go on, also one whose own shards have not begun.
 */
final class StoredOffsets {
    private static final Logger LOG = LoggerFactory.getLogger(StoredOffsets.class);

    private final String connector;
    private final String dataset;
    private final int shards;
    private final boolean replaysOthers;
    private final Map<String, ReplayOffset> byShard = new HashMap<>();

    private StoredOffsets(String connector, CsvReplaySourceConfig config) {
        this.connector = connector;
        this.dataset = config.dataset();
        this.shards = config.shards().count();
        this.replaysOthers = config.replaysChangedData();
    }

    /**
     * Reads them.
     *
     * @throws ConnectException if one cannot be read
     */
    static StoredOffsets read(OffsetStorageReader reader, String connector, CsvReplaySourceConfig config) {
        StoredOffsets offsets = new StoredOffsets(connector, config);
        List<Map<String, String>> partitions = Stream.concat(
                        IntStream.range(0, offsets.shards)
                                .mapToObj(shard -> ReplayOffset.partition(offsets.dataset, shard)),
                        Stream.of(ReplayOffset.rejectsPartition(offsets.dataset)))
                .toList();
        Map<Map<String, String>, Map<String, Object>> stored = reader.offsets(partitions);
        for (Map<String, String> partition : partitions) {
            Map<String, Object> offset = stored.get(partition);
            if (offset != null) {
                String shard = partition.getOrDefault(ReplayOffset.SHARD, "");
                try {
                    offsets.byShard.put(shard, ReplayOffset.parse(offset));
                } catch (ConnectException e) {
                    throw offsets.refused(shard, String.valueOf(e.getMessage()));
                }
            }
        }
        return offsets;
    }

    /**
     * Checks them against the data as they were read now. Where other data are to be replayed, their offsets are
     * forgotten.
     *
     * @throws ConnectException if one belongs to other data, settings or shards
     */
    void check(Fingerprint fingerprint) {
        for (String shard : byShard.keySet().stream().sorted().toList()) {
            ReplayOffset offset = byShard.get(shard);
            String refusal = offset == null ? null : offset.refusal(shards, fingerprint);
            if (refusal != null && !replaysOthers) {
                throw refused(shard, refusal);
            }
            if (refusal != null) {
                LOG.info("Data set {}, shard {} is replayed from the start: {}", dataset, shard, refusal);
                byShard.remove(shard);
            }
        }
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
    long rejectPosition(long length) {
        return position(ReplayOffset.REJECTS, length);
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
                + ". Put back what changed, set " + CsvReplaySourceConfig.DATA_CHANGED
                + "=replay, or replay from the start: PUT /connectors/" + connector
                + "/stop, DELETE /connectors/" + connector + "/offsets, PUT /connectors/" + connector + "/resume");
    }
}
