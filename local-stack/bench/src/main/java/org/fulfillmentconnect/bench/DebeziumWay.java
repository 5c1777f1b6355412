package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fulfillmentconnect.stack.PostgresServer;

/**
 * How Debezium's JDBC sink upserts the events as rows, one column a field.
 *
 * @param unnest one statement with an array per column; else multi-row inserts, as the driver rewrites them
 * @param batchSize rows in a transaction
 */
record DebeziumWay(boolean unnest, int batchSize) {
    static final String TABLE = "event_rows";

    /** As many as the shipped KPI sink polls at once, and more where a batch would else never be full. */
    private static final int POLLED = 5_000;

    /**
     * Its settings, with the transforms and the consumer of another sink, so that both get the same events.
     *
     * @param key the field that is the primary key
     */
    JsonNode config(String name, KpiDatabase database, JsonNode like, String key, String topic, int tasks) {
        PostgresServer server = database.server();
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("name", name);
        config.put("connector.class", "io.debezium.connector.jdbc.JdbcSinkConnector");
        config.put("tasks.max", Integer.toString(tasks));
        config.put("topics", topic);
        config.put("connection.url", database.url() + (unnest ? "" : "?reWriteBatchedInserts=true"));
        config.put("connection.username", server.user());
        config.put("connection.password", server.password());
        config.put("insert.mode", "upsert");
        config.put("primary.key.mode", "record_value");
        config.put("primary.key.fields", key);
        config.put("collection.name.format", TABLE);
        config.put("schema.evolution", "basic");
        config.put("use.reduction.buffer", "true");
        config.put("dialect.postgres.unnest.insert.enabled", Boolean.toString(unnest));
        config.put("batch.size", Integer.toString(batchSize));
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("header.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "true");
        config.put("value.converter.schema.content", FlatEventSchema.json().toString());
        like.properties().forEach(setting -> {
            if (setting.getKey().matches("(transforms|predicates|consumer\\.override)(\\..*)?")) {
                config.set(setting.getKey(), setting.getValue());
            }
        });
        config.put("consumer.override.max.poll.records", Integer.toString(Math.max(batchSize, POLLED)));
        return config;
    }

    /** For people. */
    @Override
    public String toString() {
        return (unnest ? "unnest, " : "rewritten batches, ") + batchSize + " rows";
    }
}
