package org.fulfillmentconnect.opsqueries;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the JSON schema cannot say of a query: that its parts refer to parts that exist. */
final class QueryCheck {
    private final OpsQuery query;
    private final Map<String, Parameter> parameters = new HashMap<>();
    private final Set<String> steps = new HashSet<>();
    private final Set<String> used = new HashSet<>();

    private QueryCheck(OpsQuery query) {
        this.query = query;
    }

    /**
     * Checks one query.
     *
     * @throws IllegalArgumentException if it does not hold together, naming the part
     */
    static void check(OpsQuery query) {
        new QueryCheck(query).check();
    }

    private void check() {
        for (Parameter parameter : query.parameters()) {
            checkDefault(parameter);
            expect(parameters.put(parameter.name(), parameter) == null, "two parameters named " + parameter.name());
        }
        for (Step step : query.steps()) {
            Set<String> figures = new HashSet<>();
            for (Step.Figure figure : step.figures()) {
                expect(steps.contains(figure.step()), "figure " + figure.name() + ": no earlier step " + figure.step());
                expectAlwaysThere(figure.from(), ParameterType.INSTANT, "figure " + figure.name());
                expect(!parameters.containsKey(figure.name()) && figures.add(figure.name()), "two " + figure.name());
                JsonPointer.compile(figure.minusSeconds());
            }
            Set<String> before = Set.copyOf(used);
            checkBody(step, step.body(), figures, false);
            Set<String> usedHere = new HashSet<>(used);
            usedHere.removeAll(before);
            expect(usedHere.containsAll(figures), "step " + step.name() + ": a figure that its body does not use");
            expect(steps.add(step.name()), "two steps named " + step.name());
        }
        expect(used.containsAll(parameters.keySet()), "a parameter that nothing uses");
        for (AnswerTable table : query.answer()) {
            expect(steps.contains(table.step()), "table " + table.title() + ": no step " + table.step());
            table.columns().forEach(column -> JsonPointer.compile(column.value()));
        }
    }

    private void checkDefault(Parameter parameter) {
        JsonNode rule = parameter.defaultValue();
        if (rule == null || !rule.isObject()) {
            return;
        }
        String where = "parameter " + parameter.name();
        String from = rule.path("from").asText();
        boolean zoned = rule.has("in");
        if (!from.equals("clock")) {
            expectAlwaysThere(from, zoned ? ParameterType.INSTANT : parameter.type(), where);
        }
        if (zoned) {
            expectAlwaysThere(rule.path("in").asText(), ParameterType.ZONE, where);
        }
        expect(
                parameter.type() == ParameterType.INSTANT
                        ? !zoned
                        : parameter.type() == ParameterType.DATE && (zoned || !from.equals("clock")),
                where + ": a default that is not of its type");
    }

    private void expectAlwaysThere(String name, ParameterType type, String where) {
        Parameter parameter = parameters.get(name);
        expect(
                parameter != null && parameter.type() == type && !parameter.optional() && !parameter.list(),
                where + ": no earlier parameter " + name + " that always has a value of the type "
                        + type.name().toLowerCase(java.util.Locale.ROOT));
        used.add(name);
    }

    private void checkBody(Step step, JsonNode node, Set<String> figures, boolean inArray) {
        if (node.isTextual()) {
            String text = node.textValue();
            String name = Placeholders.nameIn(text);
            expect(name != null || !text.contains("{{"), "step " + step.name() + ": a placeholder inside a text");
            if (name != null) {
                checkPlaceholder(step, name, figures, inArray);
            }
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            expect(!member.getKey().contains("{{"), "step " + step.name() + ": a placeholder in the place of a name");
            checkBody(step, member.getValue(), figures, inArray);
        }
        if (node.isArray()) {
            node.forEach(element -> checkBody(step, element, figures, true));
        }
    }

    private void checkPlaceholder(Step step, String name, Set<String> figures, boolean inArray) {
        used.add(name);
        if (figures.contains(name)) {
            return;
        }
        @Nullable Parameter parameter = parameters.get(name);
        expect(parameter != null, "step " + step.name() + ": no parameter or figure " + name);
        expect(
                parameter == null || !parameter.optional() || inArray,
                "step " + step.name() + ": the optional parameter " + name + " outside of an array");
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("query " + query.name() + ": " + otherwise);
        }
    }
}
