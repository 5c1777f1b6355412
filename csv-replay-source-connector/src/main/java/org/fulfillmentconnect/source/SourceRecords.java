package org.fulfillmentconnect.source;

import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;

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
    private final Clock clock;
    private final Map<String, String> rejectsPartition;
    private final Map<Integer, Map<String, String>> partitions;

    SourceRecords(CsvReplaySourceConfig config, TaskAssignment assignment, Fingerprint fingerprint, Clock clock) {
        this.dataset = config.dataset();
        this.topic = config.topic();
        this.rejectsTopic = config.rejectsTopic();
        this.shards = config.shards().count();
        this.fingerprint = fingerprint.toString();
        this.clock = clock;
        this.rejectsPartition = ReplayOffset.rejectsPartition(dataset);
        this.partitions = assignment.shards().stream()
                .collect(Collectors.toMap(shard -> shard, shard -> ReplayOffset.partition(dataset, shard)));
    }

    /** An event, for the partition of the log that is its shard. */
    SourceRecord event(ShardMerge.Entry entry) {
        ReplayRecord record = entry.record();
        Headers headers = new ConnectHeaders();
        record.headers().forEach(headers::addString);
        return new SourceRecord(
                partitions.get(entry.shard()),
                new ReplayOffset(entry.positionAfter(), shards, fingerprint).toMap(),
                topic,
                entry.shard(),
                Schema.STRING_SCHEMA,
                record.key(),
                record.value().schema(),
                record.value(),
                record.at(),
                headers);
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
        return !ReplayOffset.REJECTS.equals(record.sourcePartition().get(ReplayOffset.SHARD));
    }
}
