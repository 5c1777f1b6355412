package org.fulfillmentconnect.source.snapshot;

import java.util.List;
import org.fulfillmentconnect.source.sort.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A row on its way through the joins: where it stands, from when on it exists, its values, and after them, one by one,
 * what was joined to it. Its sort key is the columns to join by, and then its place, so that the order of the files
 * decides between equal ones.
 */
final class RowBytes {
    /** What a look-up of one row led to. */
    static final int EMPTY_KEY = 0;

    static final int FOUND = 1;
    static final int NOT_FOUND = 2;
    /** It exists only after the as-of instant. */
    static final int NOT_YET = 3;

    /** Where a row stands comes last in its sort key. */
    static final int PLACE_BYTES = Long.BYTES;

    private static final int NO_COLUMN_EMPTY = 1;

    private RowBytes() {}

    /** @param existsFrom in epoch milliseconds; {@link Long#MIN_VALUE} for ever */
    static void write(long place, long existsFrom, @Nullable Object[] values, Bytes out) {
        out.putVarLong(place).putVarLong(existsFrom);
        for (Object value : values) {
            ValueBytes.write(value, out);
        }
    }

    /**
     * Writes the sort key of a row.
     *
     * @param row at the row's place
     */
    static void writeKey(ByteReader row, List<Integer> columns, Bytes key) {
        int start = row.at();
        long place = row.readVarLong();
        row.readVarLong();
        int values = row.at();
        key.clear().put(NO_COLUMN_EMPTY);
        for (int column : columns) {
            row.skipTo(values);
            for (int i = 0; i < column; i++) {
                row.skipValue();
            }
            Object value = row.readValue();
            if (value == null) {
                key.clear().put(0);
                break;
            }
            writeKeyPart(value, key);
        }
        key.putSortableLong(place);
        row.skipTo(start);
    }

    private static void writeKeyPart(Object value, Bytes key) {
        if (value instanceof String text) {
            key.putSortableText(text);
        } else if (value instanceof Long whole) {
            key.putSortableLong(whole);
        } else if (value instanceof Double number) {
            key.putSortableLong(Double.doubleToLongBits(number));
        } else {
            key.put(Boolean.TRUE.equals(value) ? 1 : 0);
        }
    }

    /** Whether a column of this sort key is empty: such a row joins with none. */
    static boolean hasEmptyColumn(byte[] key, int start) {
        return key[start] != NO_COLUMN_EMPTY;
    }
}
