package org.fulfillmentconnect.source.mapping;

import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Whether values fit the fields of a schema that is given. */
final class FieldFit {
    private FieldFit() {}

    /** The schema of an array's elements if they are objects. */
    static @Nullable Schema elementOf(@Nullable Schema target) {
        return target != null
                        && target.type() == Schema.Type.ARRAY
                        && target.valueSchema().type() == Schema.Type.STRUCT
                ? target.valueSchema()
                : null;
    }

    /** The schema of this field of an object; says so if there is none. */
    static @Nullable Schema field(JsonPlace place, String name, Schema object) {
        Field field = object.field(name);
        if (field == null) {
            place.problem("no such field; expected one of " + names(object));
            return null;
        }
        return field.schema();
    }

    /** Says which fields are missing that an object cannot do without. */
    static void requireAll(JsonPlace place, Schema object) {
        for (Field field : object.fields()) {
            if (!field.schema().isOptional() && !place.has(field.name())) {
                place.problem("lacks " + field.name() + ", which is required");
            }
        }
    }

    /** The value for the field, checked where it could be too large; says so if the types differ, and gives null. */
    static @Nullable Value fit(JsonPlace place, String name, Typed value, Schema target) {
        if (!accepts(target, value.type())) {
            place.problem(
                    "expected " + word(target) + " but found " + value.type().word());
            return null;
        }
        if (target.type() != Schema.Type.INT32) {
            return value.value();
        }
        if (value.value() instanceof Value.Constant constant && !Value.Int32.fits((Long) constant.value())) {
            place.problem("expected a whole number of 32 bits");
        }
        return new Value.Int32(name, value.value());
    }

    private static boolean accepts(Schema target, ValueType type) {
        if (type instanceof ValueType.One one) {
            return acceptsOne(target, one.type());
        }
        if (target.type() != Schema.Type.ARRAY) {
            return false;
        }
        return type instanceof ValueType.Many many
                ? acceptsOne(target.valueSchema(), many.element())
                : target.valueSchema().type() == Schema.Type.STRUCT;
    }

    private static boolean acceptsOne(Schema target, Type type) {
        if (Timestamp.LOGICAL_NAME.equals(target.name())) {
            return type == Type.TIME;
        }
        return switch (target.type()) {
            case STRING -> type == Type.TEXT;
            case BOOLEAN -> type == Type.BOOLEAN;
            case INT32, INT64 -> type.isWhole();
            case FLOAT64 -> type == Type.NUMBER;
            default -> false;
        };
    }

    private static String word(Schema target) {
        if (Timestamp.LOGICAL_NAME.equals(target.name())) {
            return Type.TIME.word();
        }
        return switch (target.type()) {
            case STRING -> Type.TEXT.word();
            case BOOLEAN -> Type.BOOLEAN.word();
            case INT32, INT64 -> Type.INTEGER.word();
            case FLOAT64 -> Type.NUMBER.word();
            case ARRAY -> elementOf(target) == null ? "list" : "group";
            default -> target.type().getName();
        };
    }

    private static String names(Schema object) {
        return object.fields().stream().map(Field::name).collect(Collectors.joining(", "));
    }
}
