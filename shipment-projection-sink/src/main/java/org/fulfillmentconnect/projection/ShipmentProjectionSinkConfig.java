package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** The settings of the connector. */
final class ShipmentProjectionSinkConfig extends AbstractConfig {
    static final String CONNECTION_URL = "connection.url";
    static final String CONNECTION_USERNAME = "connection.username";
    static final String CONNECTION_PASSWORD = "connection.password";
    static final String CONNECTION_CHECK = "connection.check";
    static final String SHIPMENTS_INDEX = "shipments.index";
    static final String TIMELINE_INDEX = "timeline.index";
    static final String BATCH_MAX_BYTES = "batch.max.bytes";
    static final String INFLIGHT_MAX_BYTES = "inflight.max.bytes";
    static final String RETRY_BACKOFF_MS = "retry.backoff.ms";
    static final String RETRY_BACKOFF_MAX_MS = "retry.backoff.max.ms";

    static final String CONNECTION_TIMEOUT_MS = "connection.timeout.ms";
    static final String READ_TIMEOUT_MS = "read.timeout.ms";
    static final String INDEX_GENERATION = "index.generation";
    static final String INDEX_MISSING = "index.missing";
    static final String INDEX_SETTINGS = "index.settings";
    static final String ON_UNKNOWN_EVENT_TYPE = "behavior.on.unknown.event.type";
    static final String ON_NEWER_SCHEMA_VERSION = "behavior.on.newer.schema.version";
    static final String INDEX_SHARDS = "index.shards";
    static final String INDEX_REPLICAS = "index.replicas";
    static final String BATCH_MAX_EVENTS = "batch.max.events";
    static final String LINGER_MS = "linger.ms";
    static final String CACHE_MAX_BYTES = "cache.max.bytes";
    private static final String CONNECTOR_NAME = "name";
    private static final String POSITIONS_SUFFIX = "-positions";

    static final ConfigDef CONFIG_DEF = ShipmentProjectionSinkConfigDef.define();

    ShipmentProjectionSinkConfig(Map<String, @Nullable String> properties) {
        super(CONFIG_DEF, withoutNulls(properties));
    }

    /** The settings that are given: JSON may hold nulls, which say the same as leaving a setting out. */
    static Map<String, String> withoutNulls(Map<String, @Nullable String> properties) {
        return properties.entrySet().stream()
                .filter(setting -> setting.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    UnknownEvents.Reaction onUnknownEventType() {
        return UnknownEvents.Reaction.of(getString(ON_UNKNOWN_EVENT_TYPE));
    }

    UnknownEvents.Reaction onNewerSchemaVersion() {
        return UnknownEvents.Reaction.of(getString(ON_NEWER_SCHEMA_VERSION));
    }

    /** What is set beside shards and replicas. */
    ObjectNode indexSettings() {
        return IndexSettings.parse(getString(INDEX_SETTINGS));
    }

    /** Whether Connect is to keep records that can never work; this is a setting of its own. */
    boolean hasDeadLetterQueue() {
        return !originalsStrings()
                .getOrDefault("errors.deadletterqueue.topic.name", "")
                .isBlank();
    }

    /** The connector's name, for messages that quote REST calls. */
    String connectorName() {
        return originalsStrings().getOrDefault(CONNECTOR_NAME, "NAME");
    }

    List<String> urls() {
        return getList(CONNECTION_URL);
    }

    Credentials credentials() {
        return new Credentials(
                getString(CONNECTION_USERNAME), getPassword(CONNECTION_PASSWORD), getPassword(Credentials.API_KEY));
    }

    TlsSettings tls() {
        return new TlsSettings(this);
    }

    Duration connectionTimeout() {
        return Duration.ofMillis(getInt(CONNECTION_TIMEOUT_MS));
    }

    Duration readTimeout() {
        return Duration.ofMillis(getInt(READ_TIMEOUT_MS));
    }

    boolean checksConnection() {
        return getBoolean(CONNECTION_CHECK);
    }

    IndexName shipments() {
        return new IndexName(getString(SHIPMENTS_INDEX), getInt(INDEX_GENERATION));
    }

    IndexName timeline() {
        return new IndexName(getString(TIMELINE_INDEX), getInt(INDEX_GENERATION));
    }

    /** Where the connector notes up to where the log is stored. */
    IndexName positions() {
        return new IndexName(getString(SHIPMENTS_INDEX) + POSITIONS_SUFFIX, 1);
    }

    MissingIndices.Reaction indexMissing() {
        return MissingIndices.Reaction.of(getString(INDEX_MISSING));
    }

    int shards() {
        return getInt(INDEX_SHARDS);
    }

    int replicas() {
        return getInt(INDEX_REPLICAS);
    }

    int batchMaxEvents() {
        return getInt(BATCH_MAX_EVENTS);
    }

    long batchMaxBytes() {
        return getLong(BATCH_MAX_BYTES);
    }

    Duration linger() {
        return Duration.ofMillis(getLong(LINGER_MS));
    }

    long inflightMaxBytes() {
        return getLong(INFLIGHT_MAX_BYTES);
    }

    long cacheMaxBytes() {
        return getLong(CACHE_MAX_BYTES);
    }

    Duration retryBackoff() {
        return Duration.ofMillis(getLong(RETRY_BACKOFF_MS));
    }

    Duration retryBackoffMax() {
        return Duration.ofMillis(getLong(RETRY_BACKOFF_MAX_MS));
    }
}
