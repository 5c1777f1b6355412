package org.fulfillmentconnect.projection;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.BATCH_MAX_BYTES;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.BATCH_MAX_EVENTS;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.CACHE_MAX_BYTES;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.CONNECTION_CHECK;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.CONNECTION_PASSWORD;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.CONNECTION_TIMEOUT_MS;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.CONNECTION_URL;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.CONNECTION_USERNAME;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.INDEX_GENERATION;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.INDEX_MISSING;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.INDEX_REPLICAS;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.INDEX_SETTINGS;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.INDEX_SHARDS;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.INFLIGHT_MAX_BYTES;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.LINGER_MS;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.ON_NEWER_SCHEMA_VERSION;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.ON_UNKNOWN_EVENT_TYPE;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.READ_TIMEOUT_MS;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.RETRY_BACKOFF_MAX_MS;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.RETRY_BACKOFF_MS;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.SHIPMENTS_INDEX;
import static org.fulfillmentconnect.projection.ShipmentProjectionSinkConfig.TIMELINE_INDEX;

import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The definition of each setting of the sink: how it is described, and what is demanded of it by itself. */
final class ShipmentProjectionSinkConfigDef {
    private static final String CONNECTION = "Connection";
    private static final String INDICES = "Indices";
    private static final String BATCHES = "Batches and memory";
    private static final String RETRIES = "Retries";
    private static final String UNKNOWN_EVENTS = "Unknown events";

    private static final int FIRST_OF_TLS = 5;

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    private ShipmentProjectionSinkConfigDef() {}

    static ConfigDef define() {
        return unknownEvents(retries(batches(indices(connection(new ConfigDef())))));
    }

    private static ConfigDef connection(ConfigDef def) {
        def.define(
                        CONNECTION_URL,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ServerUrls(),
                        Importance.HIGH,
                        "The addresses of one or more nodes of the Elasticsearch cluster (8.x or 9.x), such as"
                                + " http://localhost:9200. Without a port it is 80, or 443 for https.",
                        CONNECTION,
                        1,
                        Width.LONG,
                        "Server addresses",
                        List.of(
                                CONNECTION_USERNAME,
                                Credentials.API_KEY,
                                TlsSettings.TRUSTSTORE_LOCATION,
                                TlsSettings.CA_FINGERPRINT,
                                TlsSettings.KEYSTORE_LOCATION,
                                TlsSettings.ENDPOINT_IDENTIFICATION))
                .define(
                        CONNECTION_USERNAME,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "The user for basic authentication; together with " + CONNECTION_PASSWORD + ".",
                        CONNECTION,
                        2,
                        Width.MEDIUM,
                        "User",
                        List.of(CONNECTION_PASSWORD),
                        Visibility.WITHOUT_API_KEY)
                .define(
                        CONNECTION_PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        null,
                        Importance.MEDIUM,
                        "The password for basic authentication; together with " + CONNECTION_USERNAME + ".",
                        CONNECTION,
                        3,
                        Width.MEDIUM,
                        "Password",
                        Visibility.WITHOUT_API_KEY)
                .define(
                        Credentials.API_KEY,
                        ConfigDef.Type.PASSWORD,
                        null,
                        new Credentials.ApiKeyValidator(),
                        Importance.MEDIUM,
                        "Instead of user and password: an API key as Elasticsearch returns it in \"encoded\" when it creates"
                                + " one.",
                        CONNECTION,
                        4,
                        Width.LONG,
                        "API key",
                        Visibility.WITHOUT_USER);
        return TlsSettings.define(def, CONNECTION, FIRST_OF_TLS)
                .define(
                        CONNECTION_TIMEOUT_MS,
                        ConfigDef.Type.INT,
                        5_000,
                        atLeast(1),
                        Importance.LOW,
                        "How long to wait for a connection to a node.",
                        CONNECTION,
                        14,
                        Width.SHORT,
                        "Connection timeout (ms)")
                .define(
                        READ_TIMEOUT_MS,
                        ConfigDef.Type.INT,
                        60_000,
                        atLeast(1),
                        Importance.LOW,
                        "How long to wait for an answer. A request without one is sent again; that one of them was carried"
                                + " out does no harm.",
                        CONNECTION,
                        15,
                        Width.SHORT,
                        "Read timeout (ms)")
                .define(
                        CONNECTION_CHECK,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Whether validating the configuration asks the server, for at most 5 s. Set it to false to deploy"
                                + " while the server is away: the tasks wait for it.",
                        CONNECTION,
                        16,
                        Width.SHORT,
                        "Check the connection");
    }

    private static ConfigDef indices(ConfigDef def) {
        return def.define(
                        SHIPMENTS_INDEX,
                        ConfigDef.Type.STRING,
                        "shipments",
                        new IndexName.Validator(),
                        Importance.HIGH,
                        "The alias that readers search for the cards, one per order. The connector creates the index behind it"
                                + " (with -000001 appended, the generation) and writes through an alias of its own (the"
                                + " index with -write appended).",
                        INDICES,
                        1,
                        Width.MEDIUM,
                        "Cards")
                .define(
                        TIMELINE_INDEX,
                        ConfigDef.Type.STRING,
                        "shipment_events",
                        new IndexName.Validator(),
                        Importance.HIGH,
                        "The alias that readers search for the timeline, one document per event. Index and write alias are"
                                + " named as for the cards.",
                        INDICES,
                        2,
                        Width.MEDIUM,
                        "Timeline")
                .define(
                        INDEX_SHARDS,
                        ConfigDef.Type.INT,
                        1,
                        between(1, 1024),
                        Importance.MEDIUM,
                        "The primary shards of an index that the connector creates.",
                        INDICES,
                        3,
                        Width.SHORT,
                        "Shards")
                .define(
                        INDEX_REPLICAS,
                        ConfigDef.Type.INT,
                        1,
                        between(0, 100),
                        Importance.MEDIUM,
                        "The copies of each shard of an index that the connector creates. 0 suits a single node.",
                        INDICES,
                        4,
                        Width.SHORT,
                        "Replicas")
                .define(
                        INDEX_GENERATION,
                        ConfigDef.Type.INT,
                        1,
                        between(1, 999_999),
                        Importance.MEDIUM,
                        "Which indices behind the aliases the connector writes to: 2 stands for shipments-000002. A second"
                                + " connector with the next generation builds new indices while readers stay on the old"
                                + " ones: an alias that readers search is set only where there is none.",
                        INDICES,
                        5,
                        Width.SHORT,
                        "Generation")
                .define(
                        INDEX_MISSING,
                        ConfigDef.Type.STRING,
                        MissingIndices.Reaction.FAIL.value(),
                        ConfigDef.ValidString.in(
                                MissingIndices.Reaction.FAIL.value(), MissingIndices.Reaction.REBUILD.value()),
                        Importance.MEDIUM,
                        "What a task does when it finds that an index does not hold what was read from the log: because it"
                                + " was deleted, also while the connector was stopped, or came back from a backup. fail:"
                                + " the task stops and says how to rebuild it. rebuild: every task reads the log again from"
                                + " where the indices are known to hold it, which is the beginning for a new one.",
                        INDICES,
                        6,
                        Width.SHORT,
                        "Missing index")
                .define(
                        INDEX_SETTINGS,
                        ConfigDef.Type.STRING,
                        "{}",
                        new IndexSettings.Validator(),
                        Importance.LOW,
                        "More settings for indices that the connector creates, as a JSON object, such as"
                                + " {\"refresh_interval\": \"5s\", \"codec\": \"best_compression\"}. An index that exists"
                                + " already keeps its own.",
                        INDICES,
                        7,
                        Width.LONG,
                        "Index settings");
    }

    private static ConfigDef batches(ConfigDef def) {
        return def.define(
                        BATCH_MAX_EVENTS,
                        ConfigDef.Type.INT,
                        40_000,
                        atLeast(1),
                        Importance.MEDIUM,
                        "How many events are folded into one batch at most. An order is read and written once per batch, so"
                                + " larger batches cost the server less; they span what consumer.override.max.poll.records"
                                + " delivers at a time.",
                        BATCHES,
                        1,
                        Width.SHORT,
                        "Events per batch")
                .define(
                        BATCH_MAX_BYTES,
                        ConfigDef.Type.LONG,
                        64L * MIB,
                        atLeast(KIB),
                        Importance.MEDIUM,
                        "How much memory one batch takes at most, by estimate; at most " + INFLIGHT_MAX_BYTES + ".",
                        BATCHES,
                        2,
                        Width.SHORT,
                        "Bytes per batch")
                .define(
                        LINGER_MS,
                        ConfigDef.Type.LONG,
                        200L,
                        between(0, 3_600_000),
                        Importance.MEDIUM,
                        "How long a batch that is not full waits for more events.",
                        BATCHES,
                        3,
                        Width.SHORT,
                        "Linger (ms)")
                .define(
                        INFLIGHT_MAX_BYTES,
                        ConfigDef.Type.LONG,
                        64L * MIB,
                        atLeast(KIB),
                        Importance.MEDIUM,
                        "How much memory the events of a task that are not yet stored take, by estimate, before it takes no"
                                + " more: its consumer is then paused.",
                        BATCHES,
                        4,
                        Width.SHORT,
                        "Bytes in flight")
                .define(
                        CACHE_MAX_BYTES,
                        ConfigDef.Type.LONG,
                        64L * MIB,
                        atLeast(0),
                        Importance.MEDIUM,
                        "How much memory a task uses, by estimate, to remember the cards that it stored last, so that they"
                                + " need not be read again. 0 switches it off.",
                        BATCHES,
                        5,
                        Width.SHORT,
                        "Cache (bytes)");
    }

    private static ConfigDef retries(ConfigDef def) {
        return def.define(
                        RETRY_BACKOFF_MS,
                        ConfigDef.Type.LONG,
                        100L,
                        between(1, 3_600_000),
                        Importance.LOW,
                        "The longest wait before the first retry, doubled with each that follows. The wait is drawn at random"
                                + " up to it. There is no last retry: a server that is away is waited for.",
                        RETRIES,
                        1,
                        Width.SHORT,
                        "Backoff (ms)")
                .define(
                        RETRY_BACKOFF_MAX_MS,
                        ConfigDef.Type.LONG,
                        10_000L,
                        between(1, 3_600_000),
                        Importance.LOW,
                        "The longest wait before any retry; at least " + RETRY_BACKOFF_MS + ".",
                        RETRIES,
                        2,
                        Width.SHORT,
                        "Largest backoff (ms)");
    }

    private static ConfigDef unknownEvents(ConfigDef def) {
        String[] reactions = Stream.of(UnknownEvents.Reaction.values())
                .map(UnknownEvents.Reaction::value)
                .toArray(String[]::new);
        return def.define(
                        ON_UNKNOWN_EVENT_TYPE,
                        ConfigDef.Type.STRING,
                        UnknownEvents.Reaction.DLQ.value(),
                        ConfigDef.ValidString.in(reactions),
                        Importance.MEDIUM,
                        "What to do with an event whose type this version does not know. dlq: hand it to the dead letter queue"
                                + " (the task stops where there is none). ignore: pass over it and count it. fail: stop the"
                                + " task.",
                        UNKNOWN_EVENTS,
                        1,
                        Width.SHORT,
                        "Unknown event type")
                .define(
                        ON_NEWER_SCHEMA_VERSION,
                        ConfigDef.Type.STRING,
                        UnknownEvents.Reaction.DLQ.value(),
                        ConfigDef.ValidString.in(reactions),
                        Importance.MEDIUM,
                        "What to do with an event whose schemaVersion is newer than this version knows: as for "
                                + ON_UNKNOWN_EVENT_TYPE + ".",
                        UNKNOWN_EVENTS,
                        2,
                        Width.SHORT,
                        "Newer schema version");
    }
}
