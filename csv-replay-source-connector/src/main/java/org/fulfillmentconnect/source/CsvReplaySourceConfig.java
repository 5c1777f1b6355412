package org.fulfillmentconnect.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
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
    static final String ADMIN_PREFIX = "admin.";
    static final String ADMIN_BOOTSTRAP_SERVERS = "admin.bootstrap.servers";

    private static final String DATA = "Data set";
    private static final String LOG = "Log";
    private static final String CHECK = "Topic check";
    private static final String REPLAY = "Replay";

    private static final String FAIL = "fail";
    private static final String REPLAY_AGAIN = "replay";

    private static final Range SPEEDS = Range.between(0, 1e9);

    private static final String TIME_FORMS =
            "expected an instant such as 2018-09-03T12:00:00Z or a local date-time such as 2018-09-03T09:00:00";

    /** Names that Kafka accepts for topics. */
    private static final Pattern TOPIC_NAME = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    /** The worker's own clients take the settings below this; not this connector's. */
    private static final String WORKERS_OVERRIDES = "admin.override.";

    /** What it takes to reach a secured cluster. */
    static final Set<String> ADMIN_SETTINGS = Set.of(
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
            CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
            SaslConfigs.SASL_MECHANISM,
            SaslConfigs.SASL_JAAS_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG,
            SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG,
            SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG,
            SslConfigs.SSL_KEYSTORE_TYPE_CONFIG,
            SslConfigs.SSL_KEYSTORE_KEY_CONFIG,
            SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
            SslConfigs.SSL_KEY_PASSWORD_CONFIG,
            SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);

    private static final Set<String> JAAS_MODULES = Set.of(
            "org.apache.kafka.common.security.plain.PlainLoginModule",
            "org.apache.kafka.common.security.scram.ScramLoginModule");

    static final ConfigDef CONFIG_DEF = new ConfigDef()
            .define(
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
                    validator(CsvReplaySourceConfig::checkTimeZone, "a time zone such as America/Sao_Paulo"),
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
                    validator(CsvReplaySourceConfig::checkInstant, "empty, a local date-time or an instant"),
                    Importance.MEDIUM,
                    "The instant up to which facts are taken, as an ISO-8601 instant or local date-time; if empty, it is"
                            + " the latest time in the data that the mapping calls observed; for olist the latest purchase,"
                            + " approval, hand-off or delivery.",
                    DATA,
                    5,
                    Width.MEDIUM,
                    "As of")
            .define(
                    TOPIC,
                    ConfigDef.Type.STRING,
                    "fulfillment-events",
                    validator(CsvReplaySourceConfig::checkTopic, "a topic name"),
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
                    validator(CsvReplaySourceConfig::checkTopic, "a topic name"),
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
                    "Batch size")
            .define(
                    REPLAY_SPEED,
                    ConfigDef.Type.DOUBLE,
                    0.0,
                    ConfigDef.LambdaValidator.with(CsvReplaySourceConfig::checkSpeed, SPEEDS::toString),
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
                    validator(CsvReplaySourceConfig::checkInstant, "empty, a local date-time or an instant"),
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
                    validator(CsvReplaySourceConfig::checkInstant, "empty, a local date-time or an instant"),
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
                    "Memory (bytes)")
            .define(
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
        return instant(getString(AS_OF), getString(TIME_ZONE));
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
                instant(getString(REPLAY_FROM), getString(TIME_ZONE)).orElse(null),
                instant(getString(REPLAY_TO), getString(TIME_ZONE)).orElse(null));
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

    /** The settings of the client that asks about the topics, out of all the connector's: those that it may be given. */
    static Map<String, Object> adminSettings(Map<String, String> settings) {
        Map<String, Object> admin = new HashMap<>();
        settings.forEach((key, value) -> {
            if (isAdminSetting(key) && !refusesAdminSetting(key, value)) {
                admin.put(key.substring(ADMIN_PREFIX.length()), value);
            }
        });
        return admin;
    }

    /** Whether this belongs to the client that asks about the topics. */
    static boolean isAdminSetting(String key) {
        return key.startsWith(ADMIN_PREFIX) && !key.startsWith(WORKERS_OVERRIDES);
    }

    /**
     * Whether whoever may write connector JSON must not set this: other settings of a client name classes to load, or
     * providers that read files and variables of the worker.
     */
    static boolean refusesAdminSetting(String key, String value) {
        String name = key.substring(ADMIN_PREFIX.length());
        if (name.equals(SaslConfigs.SASL_JAAS_CONFIG)) {
            return !JAAS_MODULES.contains(value.strip().split("\\s+", 2)[0]);
        }
        return !ADMIN_SETTINGS.contains(name);
    }

    /** An instant that a setting names, or empty if it is; both settings must be right by themselves. */
    static Optional<Instant> instant(String text, String timeZone) {
        return parseInstant(text, ZoneId.of(timeZone));
    }

    private static Optional<Instant> parseInstant(String text, ZoneId zone) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        Instant instant;
        try {
            instant = Instant.parse(text.strip());
        } catch (DateTimeParseException e) {
            instant = LocalDateTime.parse(text.strip()).atZone(zone).toInstant();
        }
        // Events are stamped in milliseconds.
        return Optional.of(instant.truncatedTo(ChronoUnit.MILLIS));
    }

    private static void checkTimeZone(String key, String zone) {
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new ConfigException(key, zone, "is no known time zone; expected one such as America/Sao_Paulo");
        }
    }

    private static void checkInstant(String key, String text) {
        try {
            parseInstant(text, ZoneId.of("UTC"));
        } catch (DateTimeException e) {
            throw new ConfigException(key, text, TIME_FORMS);
        }
    }

    private static void checkSpeed(String key, Object speed) {
        // It compares with no number, so that the range lets it pass.
        if (Double.valueOf(Double.NaN).equals(speed)) {
            throw new ConfigException(key, speed, "is no number");
        }
        SPEEDS.ensureValid(key, speed);
    }

    private static void checkTopic(String key, String topic) {
        if (!TOPIC_NAME.matcher(topic).matches()) {
            throw new ConfigException(
                    key, topic, "is no topic name; expected up to 249 letters, digits, dots, underscores and hyphens");
        }
    }

    private interface Check {
        void check(String key, String value);
    }

    private static Validator validator(Check check, String description) {
        return ConfigDef.LambdaValidator.with(
                (key, value) -> {
                    // A missing required value has been reported already.
                    if (value != null) {
                        check.check(key, (String) value);
                    }
                },
                () -> description);
    }
}
