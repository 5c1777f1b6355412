package org.fulfillmentconnect.source.mapping;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** From a value to what Connect takes for it. */
sealed interface Wire {
    Object of(Object value);

    static Wire of(Schema schema, ValueType type) {
        if (type instanceof ValueType.Groups groups) {
            return new Items(new Nested(schema.valueSchema(), groups.fields()));
        }
        if (type instanceof ValueType.Many) {
            return new Items(Single.of(schema.valueSchema()));
        }
        return Single.of(schema);
    }

    enum Single implements Wire {
        AS_IT_IS {
            @Override
            public Object of(Object value) {
                return value;
            }
        },
        INT32 {
            @Override
            public Object of(Object value) {
                return ((Long) value).intValue();
            }
        },
        TIME {
            @Override
            public Object of(Object value) {
                return new Date((Long) value);
            }
        };

        static Single of(Schema schema) {
            if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
                return TIME;
            }
            return schema.type() == Schema.Type.INT32 ? INT32 : AS_IT_IS;
        }
    }

    record Items(Wire element) implements Wire {
        @Override
        public Object of(Object value) {
            List<?> values = (List<?>) value;
            if (element == Single.AS_IT_IS) {
                return values;
            }
            List<Object> items = new ArrayList<>(values.size());
            for (int i = 0; i < values.size(); i++) {
                items.add(element.of(values.get(i)));
            }
            return items;
        }
    }

    /** An object in a list. All of a list have one schema: what an object lacks is null. */
    final class Nested implements Wire {
        private final Schema schema;
        private final Field[] fields;
        private final Wire[] wires;

        Nested(Schema schema, List<ValueType.GroupField> types) {
            this.schema = schema;
            this.fields = new Field[types.size()];
            this.wires = new Wire[types.size()];
            for (int i = 0; i < fields.length; i++) {
                ValueType.GroupField type = types.get(i);
                fields[i] = Objects.requireNonNull(schema.field(type.name()));
                wires[i] = Wire.of(fields[i].schema(), type.type());
            }
        }

        @Override
        public Object of(Object value) {
            @Nullable Object[] values = (Object[]) value;
            Struct struct = new Struct(schema);
            for (int i = 0; i < values.length; i++) {
                if (values[i] != null) {
                    struct.put(fields[i], wires[i].of(values[i]));
                }
            }
            return struct;
        }
    }
}
