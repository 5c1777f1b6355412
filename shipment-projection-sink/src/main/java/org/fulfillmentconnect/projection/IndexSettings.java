package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Settings of an index that the connector leaves to its user, as a JSON object. */
final class IndexSettings {
    private static final String PREFIX = "index.";

    /** What has a setting of its own, or would break what the connector relies on. */
    private static final Set<String> TAKEN =
            Set.of("number_of_shards", "number_of_replicas", "hidden", "uuid", "creation_date", "blocks", "index");

    private IndexSettings() {}

    /**
     * The settings with their full names.
     *
     * @throws ConfigException if this is no JSON object, or one with a setting that is not its user's
     */
    static ObjectNode parse(String json) {
        JsonNode parsed;
        try {
            parsed = JsonDocument.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw refusal("expected a JSON object but found no JSON: " + e.getOriginalMessage());
        }
        if (!(parsed instanceof ObjectNode object)) {
            throw refusal("expected a JSON object");
        }
        ObjectNode settings = JsonDocument.MAPPER.createObjectNode();
        object.properties().forEach(setting -> {
            String name = setting.getKey().startsWith(PREFIX)
                    ? setting.getKey().substring(PREFIX.length())
                    : setting.getKey();
            if (TAKEN.contains(name) || name.startsWith("blocks.")) {
                throw refusal(setting.getKey() + " cannot be set here");
            }
            settings.set(PREFIX + name, setting.getValue());
        });
        return settings;
    }

    private static ConfigException refusal(String reason) {
        return new ConfigException(ShipmentProjectionSinkConfig.INDEX_SETTINGS + ": " + reason);
    }

    /** Whether it can be parsed. */
    static final class Validator implements ConfigDef.Validator {
        @Override
        public void ensureValid(String key, @Nullable Object value) {
            parse(value == null ? "" : value.toString());
        }

        @Override
        public String toString() {
            return "a JSON object of index settings";
        }
    }
}
