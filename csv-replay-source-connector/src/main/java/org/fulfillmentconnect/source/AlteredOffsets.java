package org.fulfillmentconnect.source;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.fulfillmentconnect.source.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** Checks offsets that a user sets by REST: none passes that a task would refuse to go on from. */
final class AlteredOffsets {
    private final String dataset;
    private final int shards;
    private final Supplier<Optional<Snapshot>> data;

    /** @param data reads all shards of the data set as it is now, if it can be read; asked at most once */
    AlteredOffsets(String dataset, int shards, Supplier<Optional<Snapshot>> data) {
        this.dataset = dataset;
        this.shards = shards;
        this.data = data;
    }

    /**
     * Checks them.
     *
     * @throws ConnectException saying what is wrong with which one
     */
    void check(Map<Map<String, ?>, Map<String, ?>> offsets) {
        Map<String, ReplayOffset> byShard = new LinkedHashMap<>();
        offsets.forEach((partition, offset) -> {
            // Whatever is stored, users must be able to clear it away.
            if (offset != null) {
                String shard = shard(partition);
                byShard.put(shard, parse(shard, offset));
            }
        });
        if (!byShard.isEmpty()) {
            data.get().ifPresent(snapshot -> {
                try (snapshot) {
                    byShard.forEach((shard, offset) -> check(shard, offset, snapshot));
                } catch (IOException e) {
                    throw new ConnectException("Left something behind when closing", e);
                }
            });
        }
    }

    private ReplayOffset parse(String shard, Map<String, ?> offset) {
        try {
            return ReplayOffset.parse(offset);
        } catch (ConnectException e) {
            throw refused(shard, String.valueOf(e.getMessage()));
        }
    }

    private void check(String shard, ReplayOffset offset, Snapshot snapshot) {
        String refusal = offset.refusal(shards, snapshot.fingerprint());
        if (refusal == null) {
            refusal = offset.refusal(length(shard, snapshot));
        }
        if (refusal != null) {
            throw refused(shard, refusal);
        }
    }

    private static long length(String shard, Snapshot snapshot) {
        try {
            return shard.equals(ReplayOffset.REJECTS)
                    ? snapshot.rejects().count()
                    : snapshot.records().length(Integer.parseInt(shard));
        } catch (IOException e) {
            throw new ConnectException("The rejects cannot be counted", e);
        }
    }

    private String shard(@Nullable Map<String, ?> partition) {
        String expected = "expected {\"dataset\": \"" + dataset + "\", \"shard\": \"0\" to \"" + (shards - 1)
                + "\" or \"rejects\"} as the partition";
        if (partition == null || !partition.keySet().equals(Set.of(ReplayOffset.DATASET, ReplayOffset.SHARD))) {
            throw new ConnectException(expected + " but found "
                    + (partition == null
                            ? "null"
                            : "the keys " + partition.keySet().stream().sorted().toList()));
        }
        if (!dataset.equals(partition.get(ReplayOffset.DATASET))) {
            throw new ConnectException(expected + " but found another dataset");
        }
        if (!(partition.get(ReplayOffset.SHARD) instanceof String shard)
                || !shardNames().contains(shard)) {
            throw new ConnectException(expected + " but found another shard");
        }
        return shard;
    }

    private Set<String> shardNames() {
        Set<String> names =
                IntStream.range(0, shards).mapToObj(Integer::toString).collect(Collectors.toSet());
        names.add(ReplayOffset.REJECTS);
        return names;
    }

    private static ConnectException refused(String shard, String why) {
        return new ConnectException("The offset of shard " + shard + " does not fit: " + why);
    }
}
