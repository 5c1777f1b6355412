package org.fulfillmentconnect.source;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A data set as it was read: the sequences of some of its shards, and what is known of the whole.
 *
 * @param asOf the instant up to which facts were taken; null if there is no fact
 * @param events over all shards
 * @param rejectCount over all files
 * @param rejects empty if only their number was asked for
 * @param sequences those of the shards that were asked for
 */
record Snapshot(
        Fingerprint fingerprint,
        @Nullable Instant asOf,
        long orders,
        Map<String, Long> rowsByFile,
        long events,
        long rejectCount,
        List<Reject> rejects,
        List<ShardSequence> sequences)
        implements Closeable {

    /**
     * Reads a data set, each file once.
     *
     * @param wantedShards whose sequences are kept
     * @param keepsRejects whether the rejects are kept
     * @throws IOException if a file cannot be read
     * @throws org.apache.kafka.common.config.ConfigException if a file is missing or must not be read
     */
    static Snapshot read(
            Mapping mapping,
            CsvFolder folder,
            SnapshotSettings settings,
            Set<Integer> wantedShards,
            boolean keepsRejects)
            throws IOException {
        SnapshotInput input = new SnapshotInput(folder, settings, keepsRejects);
        Map<Integer, List<PlannedRecord>> plans = new LinkedHashMap<>();
        wantedShards.forEach(shard -> plans.put(shard, new ArrayList<>()));
        long[] events = new long[1];
        Mapping.Read read = mapping.read(input, planned -> {
            events[0]++;
            List<PlannedRecord> plan = plans.get(settings.shards().of(planned.key()));
            if (plan != null) {
                plan.add(planned);
            }
        });
        List<ShardSequence> sequences = new ArrayList<>();
        plans.forEach((shard, plan) -> sequences.add(InMemorySequence.of(shard, plan)));
        return new Snapshot(
                fingerprint(mapping, settings, input),
                read.asOf(),
                read.orders(),
                input.rowsByFile(),
                events[0],
                input.rejectCount(),
                input.rejects(),
                sequences);
    }

    private static Fingerprint fingerprint(Mapping mapping, SnapshotSettings settings, SnapshotInput input) {
        Map<String, String> parts = new LinkedHashMap<>(mapping.identity());
        parts.put("time.zone", settings.zone().getId());
        parts.put("as.of", settings.asOf() == null ? "derived" : settings.asOf().toString());
        for (TableFormat table : mapping.tables()) {
            parts.put(table.file(), input.digests().getOrDefault(table.file(), ""));
        }
        if (!input.futureRows().isEmpty()) {
            parts.put("rows-in-the-future", input.futureRows());
        }
        return new Fingerprint(parts);
    }

    @Override
    public void close() throws IOException {
        for (ShardSequence sequence : sequences) {
            sequence.close();
        }
    }
}
