package org.fulfillmentconnect.source.sort;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The memory that the sorts of one task share. When it is used up, the sort that holds most of what it can give up
 * spills. For one thread.
 */
public final class SortMemory implements Closeable {
    private static final int LARGEST_CHUNK_BYTES = 1 << 18;
    private static final int CHUNKS = 1 << 6;
    /** A sort that cannot get more may still hold this many chunks, as every sort must get on. */
    private static final int LEAST_CHUNKS = 4;

    private final long limitBytes;
    private final int chunkBytes;
    private final SpillFolder folder;
    private final List<ExternalSort> sorts = new ArrayList<>();
    private long spilledBytes;

    /** @param limitBytes how much all sorts together hold */
    public SortMemory(long limitBytes, SpillFolder folder) {
        this.limitBytes = limitBytes;
        this.chunkBytes = (int) Math.min(LARGEST_CHUNK_BYTES, limitBytes / CHUNKS);
        this.folder = folder;
    }

    /** A sort that takes its memory from here. */
    public ExternalSort newSort() {
        ExternalSort sort = new ExternalSort(this);
        sorts.add(sort);
        return sort;
    }

    /** By how much a sort's memory grows. */
    int chunkBytes() {
        return chunkBytes;
    }

    SpillFolder folder() {
        return folder;
    }

    /**
     * Makes room for this sort to hold some more bytes, at the others' cost or its own.
     *
     * @throws InterruptedIOException if the thread is interrupted: whoever sorts much comes by here often
     */
    void makeRoom(ExternalSort asking, long bytes) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("stopped while sorting");
        }
        while (used() + bytes > limitBytes) {
            ExternalSort largest = sorts.stream()
                    .filter(sort -> sort.spillableBytes() > 0)
                    .max(Comparator.comparingLong(ExternalSort::spillableBytes))
                    .orElse(null);
            if (largest == null || (largest == asking && asking.spillableBytes() < (long) LEAST_CHUNKS * chunkBytes)) {
                return;
            }
            largest.spill();
        }
    }

    /** Whether a sort that is going to be read, and cannot spill from then on, holds so much that others lack it. */
    boolean isTooMuchToRead(long bytes) {
        return bytes > limitBytes / 4;
    }

    void remove(ExternalSort sort) {
        sorts.remove(sort);
    }

    void spilled(long bytes) {
        spilledBytes += bytes;
    }

    /** How many bytes were written to files so far. */
    public long spilledBytes() {
        return spilledBytes;
    }

    /** Closes all sorts. */
    @Override
    public void close() throws IOException {
        for (ExternalSort sort : List.copyOf(sorts)) {
            sort.close();
        }
    }

    private long used() {
        long used = 0;
        for (ExternalSort sort : sorts) {
            used += sort.heldBytes();
        }
        return used;
    }
}
