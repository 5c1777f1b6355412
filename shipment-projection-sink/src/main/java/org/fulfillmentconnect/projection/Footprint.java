package org.fulfillmentconnect.projection;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** An estimate of the size of a record's value, whatever fields it has. */
final class Footprint {
    private static final int BYTES_PER_VALUE = 16;

    private Footprint() {}

    /** In bytes, about as long as the value is as JSON. */
    static long of(@Nullable Object value) {
        long bytes = BYTES_PER_VALUE;
        if (value instanceof String text) {
            bytes += text.length();
        } else if (value instanceof Map<?, ?> fields) {
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                bytes += of(field.getValue());
            }
        } else if (value instanceof Struct struct) {
            for (Field field : struct.schema().fields()) {
                bytes += of(struct.get(field));
            }
        } else if (value instanceof Collection<?> items) {
            for (Object item : items) {
                bytes += of(item);
            }
        }
        return bytes;
    }
}
