package org.fulfillmentconnect.smt;

import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.fulfillmentconnect.model.FieldReader;
import org.jspecify.annotations.Nullable;

/** Where an event is found in a record. */
final class EventRecord {
    private EventRecord() {}

    /**
     * The fields of the record's value, or null if it can hold no event: a tombstone, or a value that is neither a
     * struct nor a schemaless map.
     */
    static @Nullable FieldReader fields(ConnectRecord<?> record) {
        Object value = record.value();
        boolean readable = value instanceof Struct || (value instanceof Map && record.valueSchema() == null);
        return readable ? FieldReader.of(value) : null;
    }

    /**
     * The last header of this name, or null if there is none or it has no value.
     *
     * @throws DataException if it is not a string
     */
    static @Nullable String header(ConnectRecord<?> record, String name) {
        Header header = record.headers().lastWithName(name);
        if (header == null || header.value() == null) {
            return null;
        }
        if (header.value() instanceof String text) {
            return text;
        }
        throw new DataException("header " + name + ": expected string but found "
                + header.value().getClass().getSimpleName());
    }
}
