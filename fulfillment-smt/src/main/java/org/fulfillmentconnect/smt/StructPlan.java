package org.fulfillmentconnect.smt;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * How the structs of one schema are copied with fields added.
 *
 * @param source the schema of the structs that come in
 * @param target the schema of the copies; the source itself if it has all of the added fields already
 * @param copies the fields that are copied
 * @param added the added fields, as the target has them
 */
record StructPlan(Schema source, Schema target, List<Copy> copies, List<Field> added) {

    /** From a field of the source to the same one in the target. */
    record Copy(Field from, Field to) {}

    static StructPlan of(Schema source, List<AddedFields.Added> fields) {
        Schema target = extend(source, fields);
        List<Copy> copies = new ArrayList<>();
        for (Field from : source.fields()) {
            if (fields.stream().noneMatch(field -> field.name().equals(from.name()))) {
                copies.add(new Copy(from, target.field(from.name())));
            }
        }
        List<Field> added =
                fields.stream().map(field -> target.field(field.name())).toList();
        return new StructPlan(source, target, List.copyOf(copies), added);
    }

    private static Schema extend(Schema source, List<AddedFields.Added> fields) {
        List<AddedFields.Added> lacking = new ArrayList<>();
        for (AddedFields.Added field : fields) {
            Field present = source.field(field.name());
            if (present == null) {
                lacking.add(field);
            } else if (!typeOf(field.schema()).equals(typeOf(present.schema()))) {
                throw new DataException(field.name() + ": expected " + typeOf(field.schema()) + " but the schema has "
                        + typeOf(present.schema()));
            }
        }
        if (lacking.isEmpty()) {
            return source;
        }
        SchemaBuilder builder = SchemaBuilder.struct()
                .name(source.name())
                .version(source.version())
                .doc(source.doc());
        if (source.parameters() != null) {
            builder.parameters(source.parameters());
        }
        if (source.isOptional()) {
            builder.optional();
        }
        source.fields().forEach(field -> builder.field(field.name(), field.schema()));
        lacking.forEach(field -> builder.field(field.name(), field.schema()));
        return builder.build();
    }

    private static String typeOf(Schema schema) {
        return schema.type() == Schema.Type.ARRAY
                ? "array of " + typeOf(schema.valueSchema())
                : schema.type().toString();
    }

    /**
     * A copy with these values in the added fields.
     *
     * @param values in the order of the added fields
     */
    Struct copy(Struct struct, Object... values) {
        Struct copy = new Struct(target);
        for (Copy field : copies) {
            // Without the default: a null that was written stays one.
            Object value = field.from().schema().defaultValue() == null
                    ? struct.get(field.from())
                    : struct.getWithoutDefault(field.from().name());
            if (value != null) {
                copy.put(field.to(), value);
            }
        }
        for (int i = 0; i < values.length; i++) {
            copy.put(added.get(i), values[i]);
        }
        return copy;
    }
}
