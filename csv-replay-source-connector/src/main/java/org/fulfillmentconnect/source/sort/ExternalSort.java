package org.fulfillmentconnect.source.sort;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sorts entries by their keys, as many as there may be. They are added, and then read any number of times. For one
 * thread.
 */
public final class ExternalSort implements Closeable {
    /** How many runs are merged at once; each has a buffer. */
    private static final int FAN_IN = 64;

    private final SortMemory memory;
    private MemoryRun inMemory;
    /** Runs by level: a run of level n + 1 was merged from {@link #FAN_IN} runs of level n. */
    private final List<List<SpillFile.Run>> levels = new ArrayList<>();

    private final List<SpillFile> files = new ArrayList<>();
    private @Nullable SpillFile runs;
    private long count;
    private boolean complete;
    private boolean read;

    ExternalSort(SortMemory memory) {
        this.memory = memory;
        this.inMemory = new MemoryRun(memory.chunkBytes());
    }

    /** How many entries were added. */
    public long count() {
        return count;
    }

    /**
     * Adds an entry; both are copied.
     *
     * @throws IOException if the sort has to spill and cannot
     */
    public void add(Bytes key, Bytes value) throws IOException {
        if (complete) {
            throw new IllegalStateException("entries are read already");
        }
        int bytes = MemoryRun.HEADER_BYTES + key.length() + value.length();
        if (!inMemory.fits(bytes)) {
            if (inMemory.isFull()) {
                spill();
            }
            memory.makeRoom(this, Math.max(bytes, memory.chunkBytes()));
            inMemory.addChunk(bytes);
        }
        inMemory.add(key, value);
        count++;
    }

    /** Says that all entries are added: what follows reads them. */
    public ExternalSort complete() {
        if (!complete) {
            complete = true;
            inMemory.sort();
        }
        return this;
    }

    /** All entries in order, from the first. */
    public Entries read() throws IOException {
        complete();
        if (memory.isTooMuchToRead(inMemory.heldBytes())) {
            spill();
        }
        read = true;
        List<Entries> all = new ArrayList<>();
        levels.forEach(level -> level.forEach(run -> all.add(run.read())));
        if (inMemory.count() > 0 || all.isEmpty()) {
            all.add(inMemory.read());
        }
        return Merge.of(all);
    }

    /** As {@link #read}, and closes the sort when the entries are closed. */
    public Entries readOnce() throws IOException {
        return new ForwardingEntries(read()) {
            @Override
            public void close() throws IOException {
                ExternalSort.this.close();
            }
        };
    }

    long heldBytes() {
        return inMemory.heldBytes();
    }

    /** What could be had by spilling: nothing from a sort that is being read. */
    long spillableBytes() {
        return read || inMemory.count() == 0 ? 0 : inMemory.heldBytes();
    }

    void spill() throws IOException {
        if (inMemory.count() == 0) {
            return;
        }
        if (!complete) {
            inMemory.sort();
        }
        SpillFile file = runs;
        if (file == null) {
            file = newFile();
            runs = file;
        }
        long held = inMemory.heldBytes();
        addRun(file.write(inMemory.read()), 0);
        inMemory = new MemoryRun(memory.chunkBytes());
        memory.spilled(held);
    }

    private void addRun(SpillFile.Run run, int level) throws IOException {
        if (level == levels.size()) {
            levels.add(new ArrayList<>());
        }
        List<SpillFile.Run> same = levels.get(level);
        same.add(run);
        if (same.size() == FAN_IN) {
            SpillFile merged = newFile();
            SpillFile.Run larger =
                    merged.write(Merge.of(same.stream().map(SpillFile.Run::read).toList()));
            for (SpillFile spent :
                    same.stream().map(SpillFile.Run::in).distinct().toList()) {
                spent.close();
                files.remove(spent);
            }
            same.clear();
            if (level == 0) {
                runs = null;
            }
            addRun(larger, level + 1);
        }
    }

    private SpillFile newFile() throws IOException {
        SpillFile file = new SpillFile(memory.folder().newFile());
        files.add(file);
        return file;
    }

    /** Gives up its memory and files. */
    @Override
    public void close() throws IOException {
        memory.remove(this);
        inMemory = new MemoryRun(memory.chunkBytes());
        for (SpillFile file : files) {
            file.close();
        }
        files.clear();
        levels.clear();
    }
}
