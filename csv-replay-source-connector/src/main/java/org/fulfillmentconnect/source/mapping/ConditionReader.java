package org.fulfillmentconnect.source.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads conditions, whose paths start at one node. */
final class ConditionReader {
    private final PathReader paths;

    ConditionReader(PathReader paths) {
        this.paths = paths;
    }

    Optional<Condition> read(JsonPlace place) {
        List<String> operators = new ArrayList<>(place.names());
        operators.remove("in");
        if (operators.size() != 1 || place.has("in") != place.has("column")) {
            place.problem("expected one of present, absent, all, any, not, or column with in");
            return Optional.empty();
        }
        String operator = operators.get(0);
        JsonPlace operand = place.at(operator);
        return switch (operator) {
            case "present" -> present(operand);
            case "absent" -> present(operand).map(Condition.Not::new);
            case "column" -> in(operand, place.at("in"));
            case "not" -> read(operand).map(Condition.Not::new);
            case "all" -> several(operand).map(Condition.All::new);
            case "any" -> several(operand).map(Condition.Any::new);
            default -> throw new IllegalStateException("the schema knows no condition " + operator);
        };
    }

    private Optional<Condition> present(JsonPlace place) {
        return paths.read(place).map(end -> new Condition.Present(end.path()));
    }

    private Optional<Condition> in(JsonPlace column, JsonPlace values) {
        PathReader.End end = paths.column(column, false).orElse(null);
        if (end == null) {
            return Optional.empty();
        }
        Set<Object> allowed = new HashSet<>();
        for (JsonPlace item : values.items()) {
            Object value = value(item.node(), end.type());
            if (value == null) {
                item.problem("expected a value as column " + column.text() + " holds: "
                        + end.type().word());
            } else if (!allowed.add(value)) {
                item.problem("stands there twice");
            }
        }
        return Optional.of(new Condition.In(end.path(), Set.copyOf(allowed)));
    }

    /** The value as the column's values are; null if none of them can be like that. */
    private static @Nullable Object value(JsonNode node, Type type) {
        return switch (type) {
            case TEXT -> node.isTextual() ? node.asText() : null;
            case BOOLEAN -> node.isBoolean() ? node.asBoolean() : null;
            case INTEGER, CENTS -> node.isIntegralNumber() && node.canConvertToLong() ? node.asLong() : null;
            case NUMBER, TIME -> null;
        };
    }

    private Optional<List<Condition>> several(JsonPlace place) {
        List<Condition> conditions = new ArrayList<>();
        boolean complete = true;
        for (JsonPlace item : place.items()) {
            Optional<Condition> condition = read(item);
            condition.ifPresent(conditions::add);
            complete &= condition.isPresent();
        }
        return complete ? Optional.of(conditions) : Optional.empty();
    }
}
