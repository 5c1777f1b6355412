package org.fulfillmentconnect.kpi;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The settings of the lane KPI sink. */
final class LaneKpiSinkConfig extends AbstractConfig {
    static final String CONNECTION_URL = "connection.url";
    static final String CONNECTION_USER = "connection.user";
    static final String CONNECTION_PASSWORD = "connection.password";
    static final String CONNECTION_SSL_KEY_PASSWORD = "connection.ssl.key.password";
    static final String CONNECTION_TIMEOUT_MS = "connection.timeout.ms";
    static final String CONNECTION_CHECK = "connection.check";
    static final String SCHEMA = "schema";
    static final String AUTO_CREATE = "auto.create";
    static final String TIME_ZONE = "time.zone";
    static final String BATCH_MAX_RECORDS = "batch.max.records";
    static final String LINGER_MS = "linger.ms";
    static final String RETRY_BACKOFF_MS = "retry.backoff.ms";
    static final String RETRY_BACKOFF_MAX_MS = "retry.backoff.max.ms";
    static final String STATEMENT_TIMEOUT_MS = "statement.timeout.ms";

    static final String FACTS_RETENTION_DAYS = "facts.retention.days";

    /** Set by the connector for one of its tasks, never by users. */
    static final String TASK_PRUNES_FACTS = "task.prunes.facts";

    private static final int FOR_EVER = -1;
    static final String ON_UNKNOWN_EVENT_TYPE = "behavior.on.unknown.event.type";
    static final String ON_NEWER_SCHEMA_VERSION = "behavior.on.newer.schema.version";

    private static final String CONNECTION_GROUP = "Connection";
    private static final String TABLES_GROUP = "Tables";
    private static final String WRITES_GROUP = "Writes";
    private static final String UNKNOWN_EVENTS_GROUP = "Unknown events";

    private static final String[] REACTIONS = Stream.of(UnknownEvents.Reaction.values())
            .map(UnknownEvents.Reaction::value)
            .toArray(String[]::new);

    static final ConfigDef CONFIG_DEF = new ConfigDef()
            .define(
                    CONNECTION_URL,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new PostgresUrl(),
                    Importance.HIGH,
                    "The JDBC URL of the database, such as jdbc:postgresql://localhost:5432/kpis. It may not hold user or"
                            + " password, and only parameters that choose the server and TLS, such as sslmode=verify-full and"
                            + " sslrootcert.",
                    CONNECTION_GROUP,
                    1,
                    Width.LONG,
                    "URL")
            .define(
                    CONNECTION_USER,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new ConfigDef.NonEmptyString(),
                    Importance.HIGH,
                    "The database user.",
                    CONNECTION_GROUP,
                    2,
                    Width.MEDIUM,
                    "User")
            .define(
                    CONNECTION_PASSWORD,
                    ConfigDef.Type.PASSWORD,
                    "",
                    Importance.HIGH,
                    "The password of the database user; empty where the server asks for none.",
                    CONNECTION_GROUP,
                    3,
                    Width.MEDIUM,
                    "Password")
            .define(
                    CONNECTION_SSL_KEY_PASSWORD,
                    ConfigDef.Type.PASSWORD,
                    "",
                    Importance.LOW,
                    "The password of the file that sslkey in the URL names; empty where it is not encrypted.",
                    CONNECTION_GROUP,
                    4,
                    Width.MEDIUM,
                    "Password of the client's key")
            .define(
                    CONNECTION_TIMEOUT_MS,
                    ConfigDef.Type.INT,
                    10_000,
                    Range.between(1_000, 300_000),
                    Importance.LOW,
                    "How long to wait for a connection, in whole seconds (rounded up).",
                    CONNECTION_GROUP,
                    5,
                    Width.SHORT,
                    "Connection timeout (ms)")
            .define(
                    CONNECTION_CHECK,
                    ConfigDef.Type.BOOLEAN,
                    true,
                    Importance.LOW,
                    "Whether validating this configuration also connects to the database, for 5 seconds at most.",
                    CONNECTION_GROUP,
                    6,
                    Width.SHORT,
                    "Check the connection")
            .define(
                    SCHEMA,
                    ConfigDef.Type.STRING,
                    "public",
                    ConfigDef.LambdaValidator.with(
                            LaneKpiSinkConfig::checkSchema, () -> "letters, digits and underscores"),
                    Importance.MEDIUM,
                    "The schema that holds the tables. Every statement names it, so the search path of user and database has no"
                            + " say. Upper and lower case count.",
                    TABLES_GROUP,
                    1,
                    Width.MEDIUM,
                    "Schema")
            .define(
                    TIME_ZONE,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.LambdaValidator.with(LaneKpiSinkConfig::checkTimeZone, () -> "a time zone of Java"),
                    Importance.HIGH,
                    "The time zone of the data set, such as America/Sao_Paulo: by its calendar an order counts under a day."
                            + " It cannot be changed under existing tables.",
                    TABLES_GROUP,
                    2,
                    Width.MEDIUM,
                    "Time zone")
            .define(
                    FACTS_RETENTION_DAYS,
                    ConfigDef.Type.INT,
                    FOR_EVER,
                    ConfigDef.LambdaValidator.with(
                            LaneKpiSinkConfig::checkRetention, () -> "1 or more, or -1 for ever"),
                    Importance.LOW,
                    "After how many days of the log the facts of a delivered or cancelled order are given up; -1 keeps them for"
                            + " ever. The KPIs stay as they are, but what the log says of such an order later, such as a corrected"
                            + " time, is not counted any more.",
                    TABLES_GROUP,
                    3,
                    Width.SHORT,
                    "Retention of facts (days)")
            .define(
                    AUTO_CREATE,
                    ConfigDef.Type.BOOLEAN,
                    true,
                    Importance.MEDIUM,
                    "Whether the sink creates its schema and tables, and brings tables of an older release up to date."
                            + " With false an administrator does so with " + KpiSchema.TABLES_FILE + ", and the user"
                            + " needs no right to create anything.",
                    TABLES_GROUP,
                    4,
                    Width.SHORT,
                    "Create the tables")
            .define(
                    BATCH_MAX_RECORDS,
                    ConfigDef.Type.INT,
                    20_000,
                    Range.between(1, 1_000_000),
                    Importance.MEDIUM,
                    "Records that are gathered before they are written in one transaction. The events of one order that meet"
                            + " in a transaction are written at once.",
                    WRITES_GROUP,
                    1,
                    Width.SHORT,
                    "Records per transaction")
            .define(
                    LINGER_MS,
                    ConfigDef.Type.LONG,
                    500L,
                    Range.between(0L, 300_000L),
                    Importance.MEDIUM,
                    "How long a record waits for others before it is written.",
                    WRITES_GROUP,
                    2,
                    Width.SHORT,
                    "Linger (ms)")
            .define(
                    RETRY_BACKOFF_MS,
                    ConfigDef.Type.LONG,
                    500L,
                    Range.between(1L, 300_000L),
                    Importance.LOW,
                    "The first wait after the database failed. It doubles with each failure that follows.",
                    WRITES_GROUP,
                    3,
                    Width.SHORT,
                    "First backoff (ms)")
            .define(
                    RETRY_BACKOFF_MAX_MS,
                    ConfigDef.Type.LONG,
                    30_000L,
                    Range.between(1L, 300_000L),
                    Importance.LOW,
                    "The longest wait between two attempts. There is no limit to their number.",
                    WRITES_GROUP,
                    4,
                    Width.SHORT,
                    "Longest backoff (ms)")
            .define(
                    STATEMENT_TIMEOUT_MS,
                    ConfigDef.Type.INT,
                    30_000,
                    Range.between(100, 250_000),
                    Importance.LOW,
                    "How long one statement may take, waiting for locks included, before it is given up. The next transaction"
                            + " then has half of the records.",
                    WRITES_GROUP,
                    5,
                    Width.SHORT,
                    "Statement timeout (ms)")
            .define(
                    ON_UNKNOWN_EVENT_TYPE,
                    ConfigDef.Type.STRING,
                    UnknownEvents.Reaction.DLQ.value(),
                    ConfigDef.ValidString.in(REACTIONS),
                    Importance.MEDIUM,
                    "What to do with an event whose type this version does not know. dlq: hand it to the dead letter queue"
                            + " (the task stops where there is none). ignore: pass over it and count it. fail: stop the"
                            + " task.",
                    UNKNOWN_EVENTS_GROUP,
                    1,
                    Width.SHORT,
                    "Unknown event type")
            .define(
                    ON_NEWER_SCHEMA_VERSION,
                    ConfigDef.Type.STRING,
                    UnknownEvents.Reaction.DLQ.value(),
                    ConfigDef.ValidString.in(REACTIONS),
                    Importance.MEDIUM,
                    "What to do with an event whose schemaVersion is newer than this version knows: as for "
                            + ON_UNKNOWN_EVENT_TYPE + ".",
                    UNKNOWN_EVENTS_GROUP,
                    2,
                    Width.SHORT,
                    "Newer schema version");

    LaneKpiSinkConfig(Map<String, @Nullable String> properties) {
        super(CONFIG_DEF, withoutNulls(properties));
        if (getLong(RETRY_BACKOFF_MAX_MS) < getLong(RETRY_BACKOFF_MS)) {
            throw new ConfigException(RETRY_BACKOFF_MAX_MS + ": must not be less than " + RETRY_BACKOFF_MS);
        }
    }

    /** The settings that are given: JSON may hold nulls, which say the same as leaving a setting out. */
    static Map<String, String> withoutNulls(Map<String, @Nullable String> properties) {
        return properties.entrySet().stream()
                .filter(setting -> setting.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void checkSchema(String name, Object value) {
        if (!SqlName.isSchema((String) value)) {
            throw new ConfigException(
                    name,
                    value,
                    "expected letters, digits and underscores, at most 63, not a schema of the server itself");
        }
    }

    private static void checkRetention(String name, @Nullable Object value) {
        if (value != null && (Integer) value != FOR_EVER && (Integer) value < 1) {
            throw new ConfigException(name, value, "expected 1 or more, or -1 for ever");
        }
    }

    private static void checkTimeZone(String name, @Nullable Object value) {
        if (value == null) {
            // A missing setting is told of elsewhere.
            return;
        }
        try {
            ZoneId.of((String) value);
        } catch (DateTimeException e) {
            throw new ConfigException(name, value, "expected a time zone such as America/Sao_Paulo");
        }
    }

    /** Whether Connect is to keep records that can never work; this is a setting of its own. */
    boolean hasDeadLetterQueue() {
        return !originalsStrings()
                .getOrDefault("errors.deadletterqueue.topic.name", "")
                .isBlank();
    }

    /** Whether this is a topic of the connector, by the setting of Connect's own. */
    boolean reads(String topic) {
        String regex = originalsStrings().getOrDefault("topics.regex", "");
        return regex.isBlank()
                ? List.of(originalsStrings().getOrDefault("topics", "").trim().split("\\s*,\\s*"))
                        .contains(topic)
                : Pattern.matches(regex, topic);
    }

    UnknownEvents.Reaction onUnknownEventType() {
        return UnknownEvents.Reaction.of(getString(ON_UNKNOWN_EVENT_TYPE));
    }

    UnknownEvents.Reaction onNewerSchemaVersion() {
        return UnknownEvents.Reaction.of(getString(ON_NEWER_SCHEMA_VERSION));
    }

    String url() {
        return getString(CONNECTION_URL);
    }

    String user() {
        return getString(CONNECTION_USER);
    }

    Password password() {
        return getPassword(CONNECTION_PASSWORD);
    }

    Password sslKeyPassword() {
        return getPassword(CONNECTION_SSL_KEY_PASSWORD);
    }

    Duration connectionTimeout() {
        return Duration.ofMillis(getInt(CONNECTION_TIMEOUT_MS));
    }

    boolean checksConnection() {
        return getBoolean(CONNECTION_CHECK);
    }

    String schema() {
        return getString(SCHEMA);
    }

    boolean createsTables() {
        return getBoolean(AUTO_CREATE);
    }

    ZoneId timeZone() {
        return ZoneId.of(getString(TIME_ZONE));
    }

    /** How long the facts of closed orders are kept; empty for ever. */
    Optional<Duration> factsRetention() {
        int days = getInt(FACTS_RETENTION_DAYS);
        return days == FOR_EVER ? Optional.empty() : Optional.of(Duration.ofDays(days));
    }

    /** Whether it is for this task to prune. */
    boolean prunesFacts() {
        return Boolean.parseBoolean(originalsStrings().get(TASK_PRUNES_FACTS));
    }

    int maxRecords() {
        return getInt(BATCH_MAX_RECORDS);
    }

    Duration linger() {
        return Duration.ofMillis(getLong(LINGER_MS));
    }

    Duration firstBackoff() {
        return Duration.ofMillis(getLong(RETRY_BACKOFF_MS));
    }

    Duration longestBackoff() {
        return Duration.ofMillis(getLong(RETRY_BACKOFF_MAX_MS));
    }

    Duration statementTimeout() {
        return Duration.ofMillis(getInt(STATEMENT_TIMEOUT_MS));
    }
}
