package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.EventSchemas;
import org.fulfillmentconnect.model.EventType;

/**
 * One schema for events of all types, for a sink that writes rows and takes only records that have a schema: every field that
 * is no list, times as the integers that they are in the log. With one schema for all such a sink need not begin a new batch
 * at each event of another type.
 */
final class FlatEventSchema {
    private FlatEventSchema() {}

    /** As {@code schema.content} of {@code JsonConverter} takes it. */
    static ObjectNode json() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "struct");
        ArrayNode fields = schema.putArray("fields");
        fields().forEach((name, type) -> fields.addObject()
                .put("field", name)
                .put("type", type)
                // A primary key cannot be empty; all else may be, as each type has fields of its own.
                .put("optional", !isKey(name)));
        return schema;
    }

    private static Map<String, String> fields() {
        Map<String, String> types = new TreeMap<>();
        for (EventType type : EventType.values()) {
            for (Field field : EventSchemas.of(type).fields()) {
                Schema.Type of = field.schema().type();
                if (of.isPrimitive()) {
                    types.put(field.name(), of.name().toLowerCase(Locale.ROOT));
                }
            }
        }
        return types;
    }

    private static boolean isKey(String name) {
        return name.equals(EventFields.EVENT_ID) || name.equals(EventFields.ORDER_ID);
    }
}
