package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/** Kafka's own file source: no parsing, no schema, each line a string. */
final class FileSource {
    private static final String STRINGS = "org.apache.kafka.connect.storage.StringConverter";

    private FileSource() {}

    /** Its settings for one file, with the producer's and the transactions' settings of another connector. */
    static JsonNode config(JsonNode like, String name, Path file) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("name", name);
        config.put("connector.class", "org.apache.kafka.connect.file.FileStreamSourceConnector");
        config.put("tasks.max", "1");
        config.put("topic", name);
        config.put("file", file.toString());
        config.put("batch.size", "10000");
        config.put("key.converter", STRINGS);
        config.put("value.converter", STRINGS);
        like.properties().forEach(setting -> {
            if (setting.getKey().startsWith("producer.override.")
                    || setting.getKey().startsWith("transaction.boundary")) {
                config.set(setting.getKey(), setting.getValue());
            }
        });
        return config;
    }
}
