package org.fulfillmentconnect.source.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ValueBytes} and {@code Bytes} wrote. For one thread. */
final class ByteReader {
    private byte[] array = new byte[0];
    private int at;

    ByteReader on(byte[] bytes, int from) {
        array = bytes;
        at = from;
        return this;
    }

    int at() {
        return at;
    }

    void skipTo(int position) {
        at = position;
    }

    int readByte() {
        return array[at++] & 0xFF;
    }

    int readInt() {
        return Math.toIntExact(readVarLong());
    }

    long readVarLong() {
        long rest = 0;
        int shift = 0;
        byte one;
        do {
            one = array[at++];
            rest |= (one & 0x7FL) << shift;
            shift += 7;
        } while (one < 0);
        return (rest >>> 1) ^ -(rest & 1);
    }

    /** The eight bytes of {@code Bytes.putSortableLong}. */
    long readSortableLong() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << Byte.SIZE | readByte();
        }
        return value ^ Long.MIN_VALUE;
    }

    /** The bytes of {@code Bytes.putSortableText}. */
    String readSortableText() {
        int from = at;
        while (array[at] != 0 || array[at + 1] != 0) {
            at += array[at] == 0 ? 2 : 1;
        }
        String text = new String(array, from, at - from, StandardCharsets.UTF_8);
        at += 2;
        if (text.indexOf(0) < 0) {
            return text;
        }
        byte[] unescaped = new byte[at - from];
        int length = 0;
        for (int i = from; i < at - 2; i++) {
            unescaped[length++] = array[i];
            i += array[i] == 0 ? 1 : 0;
        }
        return new String(unescaped, 0, length, StandardCharsets.UTF_8);
    }

    @Nullable
    Object readValue() {
        int type = readByte();
        return switch (type) {
            case ValueBytes.ABSENT -> null;
            case ValueBytes.TEXT -> {
                int length = readInt();
                at += length;
                yield new String(array, at - length, length, StandardCharsets.UTF_8);
            }
            case ValueBytes.WHOLE -> readVarLong();
            case ValueBytes.DOUBLE -> Double.longBitsToDouble(readSortableLong());
            case ValueBytes.TRUE -> true;
            case ValueBytes.FALSE -> false;
            case ValueBytes.LIST -> {
                int size = readInt();
                List<@Nullable Object> list = new ArrayList<>(size);
                for (int i = 0; i < size; i++) {
                    list.add(readValue());
                }
                yield list;
            }
            case ValueBytes.OBJECT -> readFields();
            default -> throw new IllegalStateException("no type of value: " + type);
        };
    }

    private @Nullable Object[] readFields() {
        @Nullable Object[] fields = new Object[readInt()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = readValue();
        }
        return fields;
    }

    /** Passes over a value. */
    void skipValue() {
        int type = readByte();
        switch (type) {
            case ValueBytes.TEXT -> {
                int length = readInt();
                at += length;
            }
            case ValueBytes.WHOLE -> readVarLong();
            case ValueBytes.DOUBLE -> at += Long.BYTES;
            case ValueBytes.LIST, ValueBytes.OBJECT -> {
                for (int size = readInt(); size > 0; size--) {
                    skipValue();
                }
            }
            default -> {
                // The type says it all.
            }
        }
    }
}
