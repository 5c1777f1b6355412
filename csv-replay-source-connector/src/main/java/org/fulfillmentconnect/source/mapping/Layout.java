package org.fulfillmentconnect.source.mapping;

import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Puts values into a struct that has just the fields which are present. The schemas of the combinations that occur are
 * kept, in a bounded number: those of most records are few.
 */
final class Layout {
    private static final int MOST_SHAPES = 1 << 10;

    private final LongFunction<Schema> schemas;
    private final long always;
    /** For each value its field's place in the whole schema. */
    private final int[] places;

    private final Wire[] wires;
    /** At most one for each remainder of the bits; another combination takes its place. Each is immutable, so that it does
     * not matter which thread's stays. */
    private final @Nullable Shape[] shapes;

    /**
     * @param whole the schema with every field
     * @param fields what the values are, in their order
     * @param always the fields that every record has beside the values, as bits
     * @param schemas the schema that has just the fields whose bits are set
     */
    Layout(Schema whole, List<ValueType.GroupField> fields, long always, LongFunction<Schema> schemas) {
        this.schemas = schemas;
        this.always = always;
        this.places = new int[fields.size()];
        this.wires = new Wire[fields.size()];
        for (int i = 0; i < places.length; i++) {
            ValueType.GroupField type = fields.get(i);
            Field field = Objects.requireNonNull(whole.field(type.name()));
            places[i] = field.index();
            wires[i] = Wire.of(field.schema(), type.type());
        }
        int bits = Math.min(places.length, Integer.numberOfTrailingZeros(MOST_SHAPES));
        this.shapes = new Shape[1 << bits];
    }

    /** The fields of one combination, null for a value that is not part of it. */
    private static final class Shape {
        final long present;
        final Schema schema;
        final @Nullable Field[] fields;

        Shape(long present, Schema schema, @Nullable Field[] fields) {
            this.present = present;
            this.schema = schema;
            this.fields = fields;
        }
    }

    Struct struct(@Nullable Object[] values) {
        long present = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                present |= 1L << i;
            }
        }
        Shape shape = shape(present);
        Struct struct = new Struct(shape.schema);
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value != null) {
                struct.put(shape.fields[i], wires[i].of(value));
            }
        }
        return struct;
    }

    private Shape shape(long present) {
        int slot = (int) ((present ^ present >>> 20 ^ present >>> 40) & (shapes.length - 1));
        Shape shape = shapes[slot];
        if (shape == null || shape.present != present) {
            shape = newShape(present);
            shapes[slot] = shape;
        }
        return shape;
    }

    private Shape newShape(long present) {
        long bits = always;
        for (int i = 0; i < places.length; i++) {
            if ((present & 1L << i) != 0) {
                bits |= 1L << places[i];
            }
        }
        Schema schema = schemas.apply(bits);
        @Nullable Field[] fields = new Field[places.length];
        int next = Long.bitCount(always);
        for (int place = next; place < Long.SIZE; place++) {
            if ((bits & 1L << place) != 0) {
                fields[valueAt(place)] = schema.fields().get(next++);
            }
        }
        return new Shape(present, schema, fields);
    }

    private int valueAt(int place) {
        for (int i = 0; i < places.length; i++) {
            if (places[i] == place) {
                return i;
            }
        }
        throw new IllegalStateException("no value for the field at " + place);
    }
}
