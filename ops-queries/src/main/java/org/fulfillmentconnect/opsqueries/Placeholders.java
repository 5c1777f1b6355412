package org.fulfillmentconnect.opsqueries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A placeholder is a whole JSON text, {@code "{{name}}"}, and is replaced by a JSON value. What is put in is never looked at
 * again and never becomes part of another text, so no value can change what a body asks.
 */
final class Placeholders {
    private static final Pattern WHOLE = Pattern.compile("\\{\\{([a-z][a-z_]*)}}");

    private Placeholders() {}

    /** The name of the placeholder that this text is; null if it is none. */
    static @Nullable String nameIn(String text) {
        Matcher placeholder = WHOLE.matcher(text);
        return placeholder.matches() ? placeholder.group(1) : null;
    }

    /**
     * The body with values in the places of its placeholders. A placeholder without a value takes with it the nearest
     * element of an array that it stands in.
     *
     * @return null if a placeholder without a value stands in no array
     */
    static @Nullable JsonNode fill(JsonNode template, Map<String, JsonNode> values) {
        if (template instanceof ObjectNode object) {
            return fillObject(object, values);
        }
        if (template instanceof ArrayNode array) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            for (JsonNode element : array) {
                JsonNode value = fill(element, values);
                if (value != null) {
                    filled.add(value);
                }
            }
            return filled;
        }
        String name = template.isTextual() ? nameIn(template.textValue()) : null;
        return name == null ? template : values.get(name);
    }

    private static @Nullable ObjectNode fillObject(ObjectNode template, Map<String, JsonNode> values) {
        ObjectNode filled = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : template.properties()) {
            JsonNode value = fill(member.getValue(), values);
            if (value == null) {
                return null;
            }
            filled.set(member.getKey(), value);
        }
        return filled;
    }
}
