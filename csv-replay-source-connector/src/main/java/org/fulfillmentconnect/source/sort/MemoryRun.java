package org.fulfillmentconnect.source.sort;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The entries that a sort holds in memory. For one thread. */
final class MemoryRun {
    /** Of an entry: the lengths of its key and its value. */
    static final int HEADER_BYTES = 2 * Integer.BYTES;

    /** An entry's place beside its bytes, and its prefix while they are sorted. */
    private static final int PLACE_BYTES = 2 * Long.BYTES;

    private static final int PREFIX_BYTES = 5;
    private static final int INDEX_BITS = 24;
    private static final int MOST_ENTRIES = 1 << INDEX_BITS;
    private static final int FEW = 16;

    private final int chunkSize;
    private final List<byte[]> chunks = new ArrayList<>();
    private long chunkBytes;
    private int chunkUsed;
    /** Chunk and offset of each entry. */
    private long[] places = new long[1 << 10];

    private int count;
    private int commonPrefix = Integer.MAX_VALUE;

    /** @param chunkSize in bytes; larger entries get a chunk of their own */
    MemoryRun(int chunkSize) {
        this.chunkSize = chunkSize;
    }

    int count() {
        return count;
    }

    long heldBytes() {
        return chunkBytes + (long) count * PLACE_BYTES;
    }

    boolean fits(int entryBytes) {
        return count < MOST_ENTRIES && !chunks.isEmpty() && chunkUsed + entryBytes <= lastChunk().length;
    }

    boolean isFull() {
        return count == MOST_ENTRIES;
    }

    void addChunk(int entryBytes) {
        byte[] chunk = new byte[Math.max(chunkSize, entryBytes)];
        chunks.add(chunk);
        chunkBytes += chunk.length;
        chunkUsed = 0;
    }

    void add(Bytes key, Bytes value) {
        byte[] chunk = lastChunk();
        int at = chunkUsed;
        BigEndian.putInt(chunk, at, key.length());
        BigEndian.putInt(chunk, at + Integer.BYTES, value.length());
        System.arraycopy(key.array(), 0, chunk, at + HEADER_BYTES, key.length());
        System.arraycopy(value.array(), 0, chunk, at + HEADER_BYTES + key.length(), value.length());
        chunkUsed += HEADER_BYTES + key.length() + value.length();
        if (count == places.length) {
            places = Arrays.copyOf(places, places.length * 2);
        }
        places[count++] = (long) (chunks.size() - 1) << Integer.SIZE | at;
        if (commonPrefix > 0) {
            commonPrefix = Math.min(commonPrefix, prefixWithFirst(chunk, at));
        }
    }

    private int prefixWithFirst(byte[] chunk, int at) {
        byte[] first = chunks.get(0);
        int firstEnd = HEADER_BYTES + BigEndian.getInt(first, 0);
        int end = at + HEADER_BYTES + BigEndian.getInt(chunk, at);
        int mismatch = Arrays.mismatch(first, HEADER_BYTES, firstEnd, chunk, at + HEADER_BYTES, end);
        return mismatch < 0 ? firstEnd - HEADER_BYTES : mismatch;
    }

    private byte[] lastChunk() {
        return chunks.get(chunks.size() - 1);
    }

    byte[] chunk(int index) {
        return chunks.get((int) (places[index] >>> Integer.SIZE));
    }

    int offset(int index) {
        return (int) places[index];
    }

    /**
     * Sorts the entries. The first bytes in which keys differ are packed into one number with the entry's index, so that
     * nearly all the work is a sort of plain numbers; only entries that agree in them are compared by their whole keys.
     */
    void sort() {
        long[] packed = new long[count];
        for (int i = 0; i < count; i++) {
            packed[i] = (prefix(i) << INDEX_BITS | i) ^ Long.MIN_VALUE;
        }
        Arrays.sort(packed);
        long[] sorted = new long[count];
        int from = 0;
        while (from < count) {
            int to = from + 1;
            while (to < count && packed[to] >> INDEX_BITS == packed[from] >> INDEX_BITS) {
                to++;
            }
            for (int i = from; i < to; i++) {
                sorted[i] = places[(int) packed[i] & (MOST_ENTRIES - 1)];
            }
            sortByWholeKey(sorted, from, to);
            from = to;
        }
        places = sorted;
    }

    private long prefix(int index) {
        byte[] chunk = chunk(index);
        int at = offset(index);
        int start = at + HEADER_BYTES + commonPrefix;
        int end = at + HEADER_BYTES + BigEndian.getInt(chunk, at);
        long prefix = 0;
        for (int i = start; i < start + PREFIX_BYTES; i++) {
            prefix = prefix << Byte.SIZE | (i < end ? chunk[i] & 0xFF : 0);
        }
        return prefix;
    }

    private void sortByWholeKey(long[] sorted, int from, int to) {
        if (to - from > FEW) {
            Long[] boxed = new Long[to - from];
            Arrays.setAll(boxed, i -> sorted[from + i]);
            Arrays.sort(boxed, this::compareKeys);
            for (int i = from; i < to; i++) {
                sorted[i] = boxed[i - from];
            }
            return;
        }
        for (int i = from + 1; i < to; i++) {
            long place = sorted[i];
            int j = i;
            while (j > from && compareKeys(sorted[j - 1], place) > 0) {
                sorted[j] = sorted[j - 1];
                j--;
            }
            sorted[j] = place;
        }
    }

    private int compareKeys(long one, long other) {
        byte[] oneChunk = chunks.get((int) (one >>> Integer.SIZE));
        byte[] otherChunk = chunks.get((int) (other >>> Integer.SIZE));
        int oneAt = (int) one;
        int otherAt = (int) other;
        return Arrays.compareUnsigned(
                oneChunk,
                oneAt + HEADER_BYTES,
                oneAt + HEADER_BYTES + BigEndian.getInt(oneChunk, oneAt),
                otherChunk,
                otherAt + HEADER_BYTES,
                otherAt + HEADER_BYTES + BigEndian.getInt(otherChunk, otherAt));
    }

    Entries read() {
        return new Entries() {
            private int index = -1;
            private byte[] chunk = new byte[0];
            private int at;

            @Override
            public boolean next() {
                if (index + 1 >= count) {
                    return false;
                }
                index++;
                chunk = MemoryRun.this.chunk(index);
                at = offset(index);
                return true;
            }

            @Override
            public byte[] array() {
                return chunk;
            }

            @Override
            public int keyStart() {
                return at + HEADER_BYTES;
            }

            @Override
            public int keyEnd() {
                return keyStart() + BigEndian.getInt(chunk, at);
            }

            @Override
            public int valueEnd() {
                return keyEnd() + BigEndian.getInt(chunk, at + Integer.BYTES);
            }

            @Override
            public void close() {}
        };
    }
}
