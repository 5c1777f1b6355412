package org.fulfillmentconnect.source.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Reads values, whose paths start at one node. */
final class ValueReader {
    private static final Set<String> ADDITIONS = Set.of("when", "by", "fields", "distinct", "limit");

    private final PathReader paths;
    private final ConditionReader conditions;
    /** Whether there are several rows at the start. */
    private final boolean group;
    /** Whether as-of is known when the value is computed. */
    private final boolean asOfKnown;

    private ValueReader(Node start, boolean group, boolean asOfKnown) {
        this.paths = new PathReader(start);
        this.conditions = new ConditionReader(paths);
        this.group = group;
        this.asOfKnown = asOfKnown;
    }

    /** Of a row while it is read. */
    static ValueReader ofRow(Node table) {
        return new ValueReader(table, false, false);
    }

    /** Of a record, whose rows are joined. */
    static ValueReader ofRecord(Node root) {
        return new ValueReader(root, false, true);
    }

    ConditionReader conditions() {
        return conditions;
    }

    /** A value of whatever type. */
    Optional<Typed> read(JsonPlace place) {
        return read(place, null);
    }

    /**
     * A value.
     *
     * @param target the field that it is for; null if it is made for the value
     */
    Optional<Typed> read(JsonPlace place, @Nullable Schema target) {
        if (place.isText()) {
            return path(place);
        }
        List<String> operators = new ArrayList<>(place.names());
        operators.removeAll(ADDITIONS);
        if (operators.size() != 1) {
            place.problem("expected one of constant, first, latest, earliest, min, max, sum, count, list, group,"
                    + " endOfDay, asOf");
            return Optional.empty();
        }
        Optional<Typed> value = operation(operators.get(0), place, target);
        if (!place.has("when")) {
            return value;
        }
        Optional<Condition> condition = conditions.read(place.at("when"));
        return value.flatMap(typed ->
                condition.map(when -> new Typed(new Value.When(when, typed.value()), typed.type(), typed.observed())));
    }

    private Optional<Typed> operation(String operator, JsonPlace place, @Nullable Schema target) {
        JsonPlace operand = place.at(operator);
        return switch (operator) {
            case "constant" -> Optional.of(constant(operand));
            case "first" ->
                single(operand, this::read)
                        .map(several -> new Typed(
                                new Value.First(several.values()),
                                new ValueType.One(several.type()),
                                several.observed()));
            case "latest", "max" -> extreme(operand, operator, true);
            case "earliest", "min" -> extreme(operand, operator, false);
            case "sum" -> sum(operand);
            case "count" ->
                paths.rows(operand)
                        .map(end -> unobserved(new Aggregate.Count(end.path()), new ValueType.One(Type.INTEGER)));
            case "list" -> list(operand, place);
            case "group" -> grouping(operand, place, target);
            case "endOfDay" -> endOfDay(operand);
            case "asOf" -> asOf(operand);
            default -> throw new IllegalStateException("the schema knows no value " + operator);
        };
    }

    private Optional<Typed> path(JsonPlace place) {
        return paths.column(place, false)
                .map(end -> new Typed(new Value.AtPath(end.path()), new ValueType.One(end.type()), end.observed()));
    }

    private static Typed constant(JsonPlace place) {
        JsonNode node = place.node();
        if (node.isTextual()) {
            return unobserved(new Value.Constant(node.asText()), new ValueType.One(Type.TEXT));
        }
        if (node.isBoolean()) {
            return unobserved(new Value.Constant(node.asBoolean()), new ValueType.One(Type.BOOLEAN));
        }
        if (node.isIntegralNumber()) {
            if (!node.canConvertToLong()) {
                place.problem("expected a whole number of 64 bits");
            }
            return unobserved(new Value.Constant(node.asLong()), new ValueType.One(Type.INTEGER));
        }
        return unobserved(new Value.Constant(node.asDouble()), new ValueType.One(Type.NUMBER));
    }

    private record Several(List<Value> values, Type type, boolean observed) {}

    /** Single values whose types go together. */
    private static Optional<Several> single(JsonPlace place, Function<JsonPlace, Optional<Typed>> reading) {
        List<Value> values = new ArrayList<>();
        Type type = null;
        boolean observed = true;
        boolean usable = true;
        for (JsonPlace item : place.items()) {
            Typed value = reading.apply(item).orElse(null);
            if (value == null) {
                usable = false;
            } else if (!(value.type() instanceof ValueType.One one)) {
                item.problem(
                        "expected a single value but found a " + value.type().word());
                usable = false;
            } else if (type != null && !type.goesWith(one.type())) {
                item.problem("expected " + type.word() + ", as the value before it is, but found "
                        + one.type().word());
                usable = false;
            } else {
                type = type == null ? one.type() : type;
                values.add(value.value());
                observed &= value.observed();
            }
        }
        return usable && type != null ? Optional.of(new Several(values, type, observed)) : Optional.empty();
    }

    private Optional<Typed> extreme(JsonPlace place, String operator, boolean greatest) {
        Several several = single(place, item -> item.isText() ? best(item, greatest) : read(item))
                .orElse(null);
        if (several == null) {
            return Optional.empty();
        }
        boolean ofTimes = operator.equals("latest") || operator.equals("earliest");
        if (several.type() == Type.BOOLEAN || (ofTimes && several.type() != Type.TIME)) {
            place.problem("expected " + (ofTimes ? "times" : "text, numbers or times") + " but found "
                    + several.type().word());
            return Optional.empty();
        }
        Value value =
                several.values().size() == 1 ? several.values().get(0) : new Value.Extreme(several.values(), greatest);
        return Optional.of(new Typed(value, new ValueType.One(several.type()), several.observed()));
    }

    /** Of all that the path leads to, from all rows. */
    private Optional<Typed> best(JsonPlace place, boolean greatest) {
        return paths.column(place, true)
                .map(end -> new Typed(
                        group || end.path().crossesMany()
                                ? new Aggregate.Best(end.path(), greatest)
                                : new Value.AtPath(end.path()),
                        new ValueType.One(end.type()),
                        end.observed()));
    }

    private Optional<Typed> sum(JsonPlace place) {
        PathReader.End end = paths.column(place, true).orElse(null);
        if (end == null) {
            return Optional.empty();
        }
        if (!end.type().isWhole() && end.type() != Type.NUMBER) {
            place.problem("expected numbers but found " + end.type().word());
            return Optional.empty();
        }
        boolean whole = end.type().isWhole();
        return Optional.of(unobserved(new Aggregate.Sum(end.path(), whole), new ValueType.One(end.type())));
    }

    private Optional<Typed> list(JsonPlace operand, JsonPlace place) {
        int limit = place.node().path("limit").asInt(Integer.MAX_VALUE);
        return paths.column(operand, true)
                .map(end -> unobserved(
                        new Aggregate.Listing(end.path(), place.flag("distinct"), limit),
                        new ValueType.Many(end.type())));
    }

    private Optional<Typed> endOfDay(JsonPlace place) {
        Typed time = read(place).orElse(null);
        if (time == null) {
            return Optional.empty();
        }
        if (!time.type().equals(new ValueType.One(Type.TIME))) {
            place.problem("expected time but found " + time.type().word());
            return Optional.empty();
        }
        return Optional.of(unobserved(new Value.EndOfDay(time.value()), time.type()));
    }

    private Optional<Typed> asOf(JsonPlace place) {
        if (!asOfKnown) {
            place.problem("not known while rows are read; expected another value");
            return Optional.empty();
        }
        return Optional.of(unobserved(new Value.AsOf(), new ValueType.One(Type.TIME)));
    }

    private Optional<Typed> grouping(JsonPlace operand, JsonPlace place, @Nullable Schema target) {
        PathReader.End rows = paths.rows(operand).orElse(null);
        if (rows == null) {
            return Optional.empty();
        }
        ValueReader inside = new ValueReader(rows.node(), true, asOfKnown);
        Path by = place.has("by")
                ? inside.paths
                        .column(place.at("by"), false)
                        .map(PathReader.End::path)
                        .orElse(null)
                : null;
        Fields fields = inside.fields(place.at("fields"), FieldFit.elementOf(target));
        return Optional.of(unobserved(
                new Aggregate.Grouping(rows.path(), by, fields.values(), fields.required()),
                new ValueType.Groups(fields.types())));
    }

    /**
     * Named values, those left out that cannot be used.
     *
     * @param required for each whether what it is part of needs it
     */
    record Fields(List<ValueType.GroupField> types, List<Value> values, List<Boolean> required) {}

    /**
     * Reads named values.
     *
     * @param target the object that they are for; null if it is made for them
     */
    Fields fields(JsonPlace place, @Nullable Schema target) {
        Fields fields = new Fields(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (String name : place.names()) {
            JsonPlace at = place.at(name);
            Schema fieldTarget = target == null ? null : FieldFit.field(at, name, target);
            if (target != null && fieldTarget == null) {
                continue;
            }
            Typed value = read(at, fieldTarget).orElse(null);
            if (value == null) {
                continue;
            }
            Value fitted = fieldTarget == null ? value.value() : FieldFit.fit(at, name, value, fieldTarget);
            if (fitted == null) {
                continue;
            }
            fields.types().add(new ValueType.GroupField(name, value.type()));
            fields.values().add(fitted);
            fields.required().add(fieldTarget != null && !fieldTarget.isOptional());
        }
        if (target != null) {
            FieldFit.requireAll(place, target);
        }
        return fields;
    }

    private static Typed unobserved(Value value, ValueType type) {
        return new Typed(value, type, false);
    }
}
