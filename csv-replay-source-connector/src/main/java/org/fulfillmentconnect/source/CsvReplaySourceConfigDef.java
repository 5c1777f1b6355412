package org.fulfillmentconnect.source;

import static org.fulfillmentconnect.source.CsvReplaySourceConfig.ADMIN_BOOTSTRAP_SERVERS;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.AS_OF;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.BATCH_MAX_RECORDS;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.CSV_DIR;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.DATASET;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.DATA_CHANGED;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.MAPPING;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.REJECTS_MAX;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.REJECTS_TOPIC;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.REPLAY_AGAIN;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.REPLAY_FROM;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.REPLAY_ORDER;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.REPLAY_SPEED;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.REPLAY_TO;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.SHARDS;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.SORT_MEMORY_BYTES;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.TIME_ZONE;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.TOPIC;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.TOPIC_CHECK;
import static org.fulfillmentconnect.source.CsvReplaySourceConfig.TOPIC_CHECK_TIMEOUT_MS;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.fulfillmentconnect.source.snapshot.EventOrder;

/** The definition of each setting of the source: how it is described, and what is demanded of it by itself. */
final class CsvReplaySourceConfigDef {
    private static final String DATA = "Data set";
    private static final String LOG = "Log";
    private static final String REPLAY = "Replay";
    private static final String CHECK = "Topic check";

    private static final String FAIL = "fail";

    private CsvReplaySourceConfigDef() {}

    static ConfigDef define() {
        return topicCheck(replay(log(dataSet(new ConfigDef()))));
    }

    private static ConfigDef dataSet(ConfigDef def) {
        return def.define(
                        DATASET,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "The name of the data set: offsets are kept under it, so another name replays from the start.",
                        DATA,
                        1,
                        Width.MEDIUM,
                        "Data set")
                .define(
                        CSV_DIR,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "The folder with the CSV files, as every worker sees it: below one of the folders that the worker's"
                                + " operator allows in the environment variable FULFILLMENT_CSV_ROOTS.",
                        DATA,
                        2,
                        Width.LONG,
                        "CSV folder")
                .define(
                        MAPPING,
                        ConfigDef.Type.STRING,
                        "olist",
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "How the rows of the files become records: the name of a mapping that comes with the connector"
                                + " (olist), the JSON of a mapping itself, or a .json file below the allowed folders, relative"
                                + " to csv.dir. docs/mapping.md describes the format.",
                        DATA,
                        3,
                        Width.LONG,
                        "Mapping")
                .define(
                        TIME_ZONE,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        SettingValidators.timeZone(),
                        Importance.HIGH,
                        "The time zone to which the times in the files are local, such as America/Sao_Paulo for Olist.",
                        DATA,
                        4,
                        Width.MEDIUM,
                        "Time zone")
                .define(
                        AS_OF,
                        ConfigDef.Type.STRING,
                        "",
                        SettingValidators.instant(),
                        Importance.MEDIUM,
                        "The instant up to which facts are taken, as an ISO-8601 instant or local date-time; if empty, it is"
                                + " the latest time in the data that the mapping calls observed; for olist the latest purchase,"
                                + " approval, hand-off or delivery.",
                        DATA,
                        5,
                        Width.MEDIUM,
                        "As of");
    }

    private static ConfigDef log(ConfigDef def) {
        return def.define(
                        TOPIC,
                        ConfigDef.Type.STRING,
                        "fulfillment-events",
                        SettingValidators.topic(),
                        Importance.HIGH,
                        "The topic of the log, kept for ever and with one partition per shard.",
                        LOG,
                        1,
                        Width.MEDIUM,
                        "Log topic")
                .define(
                        REJECTS_TOPIC,
                        ConfigDef.Type.STRING,
                        "fulfillment-rejects",
                        SettingValidators.topic(),
                        Importance.MEDIUM,
                        "The topic for rows that cannot be used, with file, line and reason.",
                        LOG,
                        2,
                        Width.MEDIUM,
                        "Rejects topic")
                .define(
                        SHARDS,
                        ConfigDef.Type.INT,
                        16,
                        Range.between(1, 1000),
                        Importance.MEDIUM,
                        "How many shards there are: as many as the log has partitions, each written by one task.",
                        LOG,
                        3,
                        Width.SHORT,
                        "Shards")
                .define(
                        BATCH_MAX_RECORDS,
                        ConfigDef.Type.INT,
                        2000,
                        Range.between(1, 100_000),
                        Importance.LOW,
                        "The most records that a task hands over at once; at full speed it holds up to four such batches.",
                        LOG,
                        4,
                        Width.SHORT,
                        "Batch size");
    }

    private static ConfigDef replay(ConfigDef def) {
        return def.define(
                        REPLAY_SPEED,
                        ConfigDef.Type.DOUBLE,
                        0.0,
                        SettingValidators.speed(),
                        Importance.MEDIUM,
                        "How many times faster than it happened the events are replayed, by event time: 1 is real time, 3600 an"
                                + " hour a second; 0 is as fast as possible. While the task is paused, the replay's time stands"
                                + " still.",
                        REPLAY,
                        1,
                        Width.SHORT,
                        "Speed")
                .define(
                        REPLAY_FROM,
                        ConfigDef.Type.STRING,
                        "",
                        SettingValidators.instant(),
                        Importance.MEDIUM,
                        "Events before this instant are left out, as an ISO-8601 instant or local date-time; if empty, none is."
                                + " Positions count them all the same.",
                        REPLAY,
                        2,
                        Width.MEDIUM,
                        "From")
                .define(
                        REPLAY_TO,
                        ConfigDef.Type.STRING,
                        "",
                        SettingValidators.instant(),
                        Importance.MEDIUM,
                        "Events at and after this instant are left out, as an ISO-8601 instant or local date-time; if empty,"
                                + " none is.",
                        REPLAY,
                        3,
                        Width.MEDIUM,
                        "To")
                .define(
                        REPLAY_ORDER,
                        ConfigDef.Type.STRING,
                        EventOrder.EVENT_TIME.settingName(),
                        ValidString.in(EventOrder.EVENT_TIME.settingName(), EventOrder.KEY.settingName()),
                        Importance.LOW,
                        "The order of the records within each partition: event-time, as it happened, or key, all records of a"
                                + " key together, which is cheaper for the stores when a log is only filled. Another order is"
                                + " another sequence: its offsets do not fit.",
                        REPLAY,
                        4,
                        Width.SHORT,
                        "Order")
                .define(
                        DATA_CHANGED,
                        ConfigDef.Type.STRING,
                        FAIL,
                        ValidString.in(FAIL, REPLAY_AGAIN),
                        Importance.MEDIUM,
                        "What to do when the files, or settings that decide the records, are others than those of the stored"
                                + " offsets: fail, saying what changed and how to go on, or replay them from the start.",
                        REPLAY,
                        5,
                        Width.SHORT,
                        "Changed data")
                .define(
                        REJECTS_MAX,
                        ConfigDef.Type.LONG,
                        -1L,
                        Range.atLeast(-1),
                        Importance.MEDIUM,
                        "How many rejected rows are tolerated: with more, the connector fails before any record is written. 0"
                                + " tolerates none, -1 any number.",
                        REPLAY,
                        6,
                        Width.SHORT,
                        "Tolerated rejects")
                .define(
                        SORT_MEMORY_BYTES,
                        ConfigDef.Type.LONG,
                        64L << 20,
                        Range.between(1 << 20, 1L << 40),
                        Importance.MEDIUM,
                        "How much memory each task takes to join and sort the data, in bytes. What does not fit goes to files in"
                                + " the folder that the worker's operator names in the environment variable"
                                + " FULFILLMENT_SPILL_DIR, or else in the worker's temporary folder.",
                        REPLAY,
                        7,
                        Width.SHORT,
                        "Memory (bytes)");
    }

    private static ConfigDef topicCheck(ConfigDef def) {
        return def.define(
                        TOPIC_CHECK,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Whether the topics' settings are checked when this configuration is; false to deploy while the"
                                + " cluster is away.",
                        CHECK,
                        1,
                        Width.SHORT,
                        "Check topics")
                .define(
                        ADMIN_BOOTSTRAP_SERVERS,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "The brokers to ask about the topics, required while topic.check is true; the settings"
                                + " for TLS and SASL (PLAIN, SCRAM) of that client, such as admin.security.protocol, take the same"
                                + " prefix, and no others are allowed.",
                        CHECK,
                        2,
                        Width.LONG,
                        "Brokers")
                .define(
                        TOPIC_CHECK_TIMEOUT_MS,
                        ConfigDef.Type.INT,
                        5000,
                        Range.between(100, 60_000),
                        Importance.LOW,
                        "How long the brokers may take to answer, in milliseconds.",
                        CHECK,
                        3,
                        Width.SHORT,
                        "Time limit (ms)");
    }
}
