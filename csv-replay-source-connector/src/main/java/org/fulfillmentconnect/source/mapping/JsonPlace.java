package org.fulfillmentconnect.source.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A place in the JSON: what stands there, and how to say where it is. Its form was checked before. */
record JsonPlace(JsonNode node, String path, Problems problems) {
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    static JsonPlace root(JsonNode node, Problems problems) {
        return new JsonPlace(node, "$", problems);
    }

    /** One level down; the place exists also where nothing stands. */
    JsonPlace at(String name) {
        String step = PLAIN_NAME.matcher(name).matches() ? '.' + name : "['" + name + "']";
        return new JsonPlace(node.path(name), path + step, problems);
    }

    JsonPlace at(int index) {
        return new JsonPlace(node.path(index), path + '[' + index + ']', problems);
    }

    boolean has(String name) {
        return node.has(name);
    }

    boolean exists() {
        return !node.isMissingNode();
    }

    boolean isText() {
        return node.isTextual();
    }

    String text() {
        return node.asText();
    }

    String text(String name, String otherwise) {
        return node.path(name).asText(otherwise);
    }

    boolean flag(String name) {
        return node.path(name).asBoolean(false);
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The elements of an array; of anything else, itself alone. */
    List<JsonPlace> items() {
        if (!node.isArray()) {
            return List.of(this);
        }
        List<JsonPlace> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(at(i));
        }
        return items;
    }

    /** The same without these names; each that stands here is a problem. */
    JsonPlace without(Set<String> names, String problem) {
        if (!(node instanceof ObjectNode object)) {
            return this;
        }
        for (String name : names()) {
            if (names.contains(name)) {
                at(name).problem(problem);
            }
        }
        return new JsonPlace(object.deepCopy().remove(names), path, problems);
    }

    void problem(String what) {
        problems.add(path, what);
    }
}
