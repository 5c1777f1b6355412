package org.fulfillmentconnect.source;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.fulfillmentconnect.source.snapshot.EventOrder;
import org.fulfillmentconnect.source.snapshot.Shards;

/** The settings of the source, in the connector's JSON. */
final class CsvReplaySourceConfig extends AbstractConfig {
    static final String DATASET = "dataset";
    static final String CSV_DIR = "csv.dir";
    static final String MAPPING = "mapping";
    static final String TIME_ZONE = "time.zone";
    static final String REPLAY_SPEED = "replay.speed";
    static final String REPLAY_FROM = "replay.from";
    static final String REPLAY_TO = "replay.to";
    static final String REPLAY_ORDER = "replay.order";
    static final String DATA_CHANGED = "data.changed";
    static final String REJECTS_MAX = "rejects.max";
    static final String SORT_MEMORY_BYTES = "sort.memory.bytes";
    static final String AS_OF = "as.of";
    static final String TOPIC = "topic";
    static final String REJECTS_TOPIC = "rejects.topic";
    static final String SHARDS = "shards";
    static final String BATCH_MAX_RECORDS = "batch.max.records";
    static final String TOPIC_CHECK = "topic.check";
    static final String TOPIC_CHECK_TIMEOUT_MS = "topic.check.timeout.ms";
    static final String ADMIN_BOOTSTRAP_SERVERS = "admin.bootstrap.servers";

    /** What {@link #DATA_CHANGED} says if other data are replayed from the start. */
    static final String REPLAY_AGAIN = "replay";

    static final ConfigDef CONFIG_DEF = CsvReplaySourceConfigDef.define();

    CsvReplaySourceConfig(Map<String, String> settings) {
        super(CONFIG_DEF, settings, false);
    }

    /** The settings without those that are null in the JSON: they are not set. */
    static Map<String, String> withoutNulls(Map<String, String> settings) {
        Map<String, String> set = new HashMap<>(settings);
        set.values().removeIf(Objects::isNull);
        return set;
    }

    String dataset() {
        return getString(DATASET);
    }

    String csvDir() {
        return getString(CSV_DIR);
    }

    /** The mapping's name, its file or the mapping itself. */
    String mapping() {
        return getString(MAPPING);
    }

    ZoneId zone() {
        return ZoneId.of(getString(TIME_ZONE));
    }

    /** Empty if it is to be derived from the data. */
    Optional<Instant> asOf() {
        return InstantSetting.read(getString(AS_OF), getString(TIME_ZONE));
    }

    String topic() {
        return getString(TOPIC);
    }

    String rejectsTopic() {
        return getString(REJECTS_TOPIC);
    }

    Shards shards() {
        return new Shards(getInt(SHARDS));
    }

    /** Event time per real time; 0 for as fast as possible. */
    double replaySpeed() {
        return getDouble(REPLAY_SPEED);
    }

    ReplayWindow window() {
        return new ReplayWindow(
                InstantSetting.read(getString(REPLAY_FROM), getString(TIME_ZONE))
                        .orElse(null),
                InstantSetting.read(getString(REPLAY_TO), getString(TIME_ZONE)).orElse(null));
    }

    EventOrder order() {
        return EventOrder.ofSetting(getString(REPLAY_ORDER));
    }

    /** Whether other data than those of the stored offsets are replayed from the start. */
    boolean replaysChangedData() {
        return getString(DATA_CHANGED).equals(REPLAY_AGAIN);
    }

    /** Empty if any number is tolerated. */
    OptionalLong rejectsMax() {
        long most = getLong(REJECTS_MAX);
        return most < 0 ? OptionalLong.empty() : OptionalLong.of(most);
    }

    long sortMemoryBytes() {
        return getLong(SORT_MEMORY_BYTES);
    }

    int batchMaxRecords() {
        return getInt(BATCH_MAX_RECORDS);
    }
}
