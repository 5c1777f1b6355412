package org.fulfillmentconnect.opsqueries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What the documentation shows of a query.
 *
 * @param asked the line that says with which values
 */
record QuerySection(OpsQuery query, BoundQuery bound, String asked) {
    private static final int WIDTH = 110;

    String text() {
        List<String> lines = new ArrayList<>(List.of("## " + query.title(), "", query.question(), ""));
        if (!query.parameters().isEmpty()) {
            lines.addAll(List.of("| parameter | takes | default | |", "|---|---|---|---|"));
            query.parameters()
                    .forEach(parameter -> lines.add("| `" + parameter.name() + "` | " + takes(parameter) + " | "
                            + byDefault(parameter) + " | " + parameter.description() + " |"));
            lines.add("");
        }
        lines.add(asked);
        for (Step step : query.steps()) {
            lines.addAll(List.of(
                    "",
                    "```sh",
                    "curl -s \"$ES/" + step.index() + "/_search\" -H 'Content-Type: application/json' -d '"
                            + pretty(body(step), 0) + "'",
                    "```"));
        }
        return String.join("\n", lines) + "\n";
    }

    /** Figures of earlier steps are left as placeholders: they are not known before those are answered. */
    private JsonNode body(Step step) {
        Map<String, JsonNode> values = new HashMap<>(bound.values());
        step.figures().forEach(figure -> values.put(figure.name(), TextNode.valueOf("{{" + figure.name() + "}}")));
        return Objects.requireNonNull(Placeholders.fill(step.body(), values));
    }

    private static String takes(Parameter parameter) {
        String type = switch (parameter.type()) {
            case STRING -> "text";
            case INTEGER -> parameter.minimum() + " to " + parameter.maximum();
            case BOOLEAN -> "`true` or `false`";
            case INSTANT -> "instant";
            case DATE -> "date";
            case ZONE -> "time zone";
            case CHOICE ->
                Objects.requireNonNull(parameter.choices()).keySet().stream()
                        .map(choice -> "`" + choice + "`")
                        .collect(Collectors.joining(", "));
        };
        return parameter.list() ? type + ", several" : type;
    }

    private static String byDefault(Parameter parameter) {
        JsonNode rule = parameter.defaultValue();
        if (rule == null) {
            return parameter.optional() ? "none" : "required";
        }
        if (!rule.isObject()) {
            return "`" + rule.asText() + "`";
        }
        String from = rule.path("from").asText();
        String base = from.equals("clock") ? "the clock" : "`" + from + "`";
        return (rule.has("in")
                        ? "the day of " + base + " in `" + rule.path("in").asText() + "`"
                        : base)
                + (rule.has("minusDays") ? " − " + rule.path("minusDays").asText() + " days" : "")
                + (rule.has("plusDays") ? " + " + rule.path("plusDays").asText() + " days" : "");
    }

    /** What fits into a line stands in one. */
    private static String pretty(JsonNode node, int indent) {
        String flat = flat(node);
        if (!node.isContainerNode() || node.isEmpty() || indent + flat.length() <= WIDTH) {
            return flat;
        }
        String inner = " ".repeat(indent + 2);
        List<String> parts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(element -> parts.add(inner + pretty(element, indent + 2)));
        } else {
            node.properties()
                    .forEach(member -> parts.add(
                            inner + TextNode.valueOf(member.getKey()) + ": " + pretty(member.getValue(), indent + 2)));
        }
        String end = "\n" + " ".repeat(indent);
        return (node.isArray() ? "[" : "{") + "\n" + String.join(",\n", parts) + end + (node.isArray() ? "]" : "}");
    }

    private static String flat(JsonNode node) {
        List<String> parts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(element -> parts.add(flat(element)));
            return "[" + String.join(", ", parts) + "]";
        }
        if (node.isObject()) {
            node.properties()
                    .forEach(member -> parts.add(TextNode.valueOf(member.getKey()) + ": " + flat(member.getValue())));
            return "{" + String.join(", ", parts) + "}";
        }
        return node.toString();
    }
}
