package org.fulfillmentconnect.source.sort;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes to write an entry's key or value to, used again for the next entry. For one thread. */
public final class Bytes {
    private static final int SMALL = 1 << 8;

    private byte[] array = new byte[SMALL];
    private int length;

    public byte[] array() {
        return array;
    }

    public int length() {
        return length;
    }

    public Bytes clear() {
        length = 0;
        return this;
    }

    public Bytes put(int oneByte) {
        ensure(1);
        array[length++] = (byte) oneByte;
        return this;
    }

    public Bytes put(byte[] source, int from, int to) {
        ensure(to - from);
        System.arraycopy(source, from, array, length, to - from);
        length += to - from;
        return this;
    }

    /** Two bytes, of an unsigned number below 65,536. */
    public Bytes putShort(int value) {
        return put(value >> Byte.SIZE).put(value);
    }

    /** Eight bytes that compare, unsigned, as the numbers do. */
    public Bytes putSortableLong(long value) {
        ensure(Long.BYTES);
        BigEndian.putLong(array, length, value ^ Long.MIN_VALUE);
        length += Long.BYTES;
        return this;
    }

    /**
     * The text's UTF-8 with an end mark, so that a text sorts before its continuations whatever follows it in the key:
     * zero bytes within become {@code 00 FF}, the end is {@code 00 00}.
     */
    public Bytes putSortableText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ensure(utf8.length + 2);
        for (byte one : utf8) {
            put(one);
            if (one == 0) {
                put(0xFF);
            }
        }
        return put(0).put(0);
    }

    /** A number in as few bytes as it needs; small ones, also negative, need few. */
    public Bytes putVarLong(long value) {
        long rest = (value << 1) ^ (value >> 63);
        ensure(10);
        while ((rest & ~0x7FL) != 0) {
            array[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[length++] = (byte) rest;
        return this;
    }

    private void ensure(int more) {
        if (array.length - length < more) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, length + more));
        }
    }
}
