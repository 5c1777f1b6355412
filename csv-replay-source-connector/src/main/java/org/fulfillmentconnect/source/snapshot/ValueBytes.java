package org.fulfillmentconnect.source.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fulfillmentconnect.source.sort.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Values as bytes that tell their own type: null, text, whole number, number, truth value, list, and an object as an array
 * of its fields.
 */
final class ValueBytes {
    static final int ABSENT = 0;
    static final int TEXT = 1;
    static final int WHOLE = 2;
    static final int DOUBLE = 3;
    static final int TRUE = 4;
    static final int FALSE = 5;
    static final int LIST = 6;
    static final int OBJECT = 7;

    private ValueBytes() {}

    static void write(@Nullable Object value, Bytes out) {
        if (value == null) {
            out.put(ABSENT);
        } else if (value instanceof String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            out.put(TEXT).putVarLong(utf8.length).put(utf8, 0, utf8.length);
        } else if (value instanceof Long whole) {
            out.put(WHOLE).putVarLong(whole);
        } else if (value instanceof Double number) {
            out.put(DOUBLE).putSortableLong(Double.doubleToRawLongBits(number));
        } else if (value instanceof Boolean truth) {
            out.put(truth ? TRUE : FALSE);
        } else if (value instanceof List<?> list) {
            out.put(LIST).putVarLong(list.size());
            for (Object element : list) {
                write(element, out);
            }
        } else if (value instanceof @Nullable Object[] object) {
            out.put(OBJECT).putVarLong(object.length);
            for (Object field : object) {
                write(field, out);
            }
        } else {
            throw new IllegalArgumentException("no value: " + value.getClass());
        }
    }
}
