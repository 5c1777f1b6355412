package org.fulfillmentconnect.source;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;
import org.fulfillmentconnect.source.mapping.Output;
import org.fulfillmentconnect.source.snapshot.Reject;
import org.fulfillmentconnect.source.snapshot.Snapshot;
import org.fulfillmentconnect.source.snapshot.SortedRecords;

/** Makes Connect's records of what is replayed, each with the offset from which the replay goes on after it. */
final class SourceRecords {
    static final Schema REJECT = SchemaBuilder.struct()
            .name("org.fulfillmentconnect.RejectedRow")
            .version(1)
            .field("dataset", Schema.STRING_SCHEMA)
            .field("file", Schema.STRING_SCHEMA)
            .field("line", Schema.INT64_SCHEMA)
            .field("reason", Schema.STRING_SCHEMA)
            .field("row", Schema.STRING_SCHEMA)
            .build();

    private final String dataset;
    private final String topic;
    private final String rejectsTopic;
    private final int shards;
    private final String fingerprint;
    private final long asOf;
    private final Clock clock;
    private final Map<String, String> rejectsPartition;
    private final Map<Integer, Map<String, String>> partitions;
    private final Map<Output, ConnectHeaders> headersByOutput = new HashMap<>();

    SourceRecords(CsvReplaySourceConfig config, TaskAssignment assignment, Snapshot snapshot, Clock clock) {
        this.dataset = config.dataset();
        this.topic = config.topic();
        this.rejectsTopic = config.rejectsTopic();
        this.shards = config.shards().count();
        this.fingerprint = snapshot.fingerprint().toString();
        this.asOf = snapshot.asOf() == null ? 0 : snapshot.asOf().toEpochMilli();
        this.clock = clock;
        this.rejectsPartition = ReplayOffset.rejectsPartition(dataset);
        this.partitions = assignment.shards().stream()
                .collect(Collectors.toMap(shard -> shard, shard -> ReplayOffset.partition(dataset, shard)));
    }

    /** The current event, for the partition of its topic that is its shard. */
    SourceRecord event(SortedRecords events, long positionAfter) {
        Output output = events.output();
        String key = events.key();
        Struct value = output.build(key, events.at(), asOf, events.fields());
        String ownTopic = output.topic();
        return new ReplayedRecord(
                Objects.requireNonNull(partitions.get(events.shard())),
                new ReplayOffset(positionAfter, shards, fingerprint).toMap(),
                positionAfter,
                ownTopic == null ? topic : ownTopic,
                events.shard(),
                shards,
                key,
                value,
                events.at(),
                headers(output));
    }

    /** A transform may add to a record's headers, so each has its own; but one header is the same in all. */
    private Headers headers(Output output) {
        ConnectHeaders headers = headersByOutput.computeIfAbsent(output, first -> {
            ConnectHeaders made = new ConnectHeaders();
            first.headers().forEach(made::addString);
            return made;
        });
        return new ConnectHeaders(headers);
    }

    /** A rejected row, stamped with now: it is rejected now, whenever what it tells of happened. */
    SourceRecord reject(Reject reject, long positionAfter) {
        Struct value = new Struct(REJECT)
                .put("dataset", dataset)
                .put("file", reject.file())
                .put("line", reject.line())
                .put("reason", reject.reason())
                .put("row", reject.row());
        return new SourceRecord(
                rejectsPartition,
                new ReplayOffset(positionAfter, shards, fingerprint).toMap(),
                rejectsTopic,
                null,
                Schema.STRING_SCHEMA,
                reject.file() + ':' + reject.line(),
                REJECT,
                value,
                clock.millis());
    }

    /** Whether this record, as it was before any transform, is an event. */
    static boolean isEvent(SourceRecord record) {
        return record instanceof ReplayedRecord;
    }
}
