package org.fulfillmentconnect.smt;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.FieldReader;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.jspecify.annotations.Nullable;

/** The two forms in which a transform meets an event. */
enum Form {
    STRUCT {
        @Override
        Object of(FulfillmentEvent event) {
            return EventCodec.toStruct(event);
        }
    },
    MAP {
        @Override
        Object of(FulfillmentEvent event) {
            return EventCodec.toMap(event);
        }
    };

    abstract Object of(FulfillmentEvent event);

    static @Nullable Schema schemaOf(@Nullable Object value) {
        return value instanceof Struct struct ? struct.schema() : null;
    }

    static @Nullable Object field(@Nullable Object value, String name) {
        return FieldReader.of(value).get(name);
    }

    /** A copy without this field: of a struct the field is null, of a map it is not there. */
    static Object without(Object value, String name) {
        if (value instanceof Struct struct) {
            Struct copy = new Struct(struct.schema());
            struct.schema().fields().stream()
                    .filter(field -> !field.name().equals(name))
                    .forEach(field -> copy.put(field, struct.get(field)));
            return copy;
        }
        Map<Object, Object> copy = new LinkedHashMap<>((Map<?, ?>) value);
        copy.remove(name);
        return copy;
    }

    /** A copy of a map with this field. */
    static Map<Object, Object> with(Object map, String name, Object value) {
        Map<Object, Object> copy = new LinkedHashMap<>((Map<?, ?>) map);
        copy.put(name, value);
        return copy;
    }
}
