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

/** The settings of the source, in the connector's JSON. */
final class CsvReplaySourceConfig extends AbstractConfig {
    static final String DATASET = "dataset";
    static final String CSV_DIR = "csv.dir";
    static final String MAPPING = "mapping";
    static final String TIME_ZONE = "time.zone";
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
                    OlistMapping.NAME,
                    ValidString.in(OlistMapping.NAME),
                    Importance.MEDIUM,
                    "How the rows of the files become events.",
                    DATA,
                    3,
                    Width.SHORT,
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
                    validator(CsvReplaySourceConfig::checkAsOf, "empty, a local date-time or an instant"),
                    Importance.MEDIUM,
                    "The instant up to which facts are taken, as an ISO-8601 instant or local date-time; if empty, it is"
                            + " the latest purchase, approval, hand-off or delivery in the orders file.",
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
                    "The most records that a task hands over at once.",
                    LOG,
                    4,
                    Width.SHORT,
                    "Batch size")
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

    Mapping mapping() {
        return Mapping.named(getString(MAPPING));
    }

    ZoneId zone() {
        return ZoneId.of(getString(TIME_ZONE));
    }

    /** Empty if it is to be derived from the data. */
    Optional<Instant> asOf() {
        return asOf(getString(AS_OF), getString(TIME_ZONE));
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

    /** The as-of instant, or empty if it is to be derived; both settings must be right by themselves. */
    static Optional<Instant> asOf(String asOf, String timeZone) {
        return parseAsOf(asOf, ZoneId.of(timeZone));
    }

    private static Optional<Instant> parseAsOf(String text, ZoneId zone) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        Instant asOf;
        try {
            asOf = Instant.parse(text.strip());
        } catch (DateTimeParseException e) {
            asOf = LocalDateTime.parse(text.strip()).atZone(zone).toInstant();
        }
        // Events are stamped in milliseconds.
        return Optional.of(asOf.truncatedTo(ChronoUnit.MILLIS));
    }

    private static void checkTimeZone(String key, String zone) {
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new ConfigException(key, zone, "is no known time zone; expected one such as America/Sao_Paulo");
        }
    }

    private static void checkAsOf(String key, String asOf) {
        try {
            parseAsOf(asOf, ZoneId.of("UTC"));
        } catch (DateTimeException e) {
            throw new ConfigException(
                    key,
                    asOf,
                    "expected an instant such as 2018-09-03T12:00:00Z or a local date-time such as"
                            + " 2018-09-03T09:00:00");
        }
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
