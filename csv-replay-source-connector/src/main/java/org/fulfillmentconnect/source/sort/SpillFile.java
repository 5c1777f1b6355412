package org.fulfillmentconnect.source.sort;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file of sorted runs, one after the other. */
final class SpillFile implements Closeable {
    static final int BUFFER_BYTES = 1 << 15;

    private final FileChannel file;
    private long end;

    SpillFile(FileChannel file) {
        this.file = file;
    }

    /** A run within the file. */
    record Run(SpillFile in, long from, long to) {
        Entries read() {
            return in.new RunEntries(from, to);
        }
    }

    /** Writes the entries as the next run. */
    Run write(Entries sorted) throws IOException {
        long from = end;
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES * 4);
        while (sorted.next()) {
            int key = sorted.keyEnd() - sorted.keyStart();
            int value = sorted.valueEnd() - sorted.valueStart();
            if (buffer.remaining() < MemoryRun.HEADER_BYTES + key + value) {
                flush(buffer);
            }
            if (buffer.remaining() < MemoryRun.HEADER_BYTES + key + value) {
                buffer = ByteBuffer.allocate(MemoryRun.HEADER_BYTES + key + value);
            }
            buffer.putInt(key)
                    .putInt(value)
                    .put(sorted.array(), sorted.keyStart(), key)
                    .put(sorted.array(), sorted.valueStart(), value);
        }
        flush(buffer);
        return new Run(this, from, end);
    }

    private void flush(ByteBuffer buffer) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            end += file.write(buffer, end);
        }
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private final class RunEntries implements Entries {
        private final long to;
        /** Where in the file the buffer's bytes end. */
        private long readTo;

        private byte[] buffer = new byte[BUFFER_BYTES];
        private int entry;
        private int entryEnd;
        private int bufferEnd;

        RunEntries(long from, long to) {
            this.readTo = from;
            this.to = to;
        }

        @Override
        public boolean next() throws IOException {
            entry = entryEnd;
            if (entry == bufferEnd && readTo == to) {
                return false;
            }
            need(MemoryRun.HEADER_BYTES);
            long size = (long) MemoryRun.HEADER_BYTES
                    + BigEndian.getInt(buffer, entry)
                    + BigEndian.getInt(buffer, entry + Integer.BYTES);
            need(Math.toIntExact(size));
            entryEnd = entry + (int) size;
            return true;
        }

        private void need(int bytes) throws IOException {
            if (bufferEnd - entry >= bytes) {
                return;
            }
            byte[] target = bytes > buffer.length ? new byte[bytes] : buffer;
            System.arraycopy(buffer, entry, target, 0, bufferEnd - entry);
            buffer = target;
            bufferEnd -= entry;
            entry = 0;
            while (bufferEnd < bytes) {
                int most = (int) Math.min(buffer.length - bufferEnd, to - readTo);
                int count = file.read(ByteBuffer.wrap(buffer, bufferEnd, most), readTo);
                if (count <= 0) {
                    throw new EOFException("a spill file ends early");
                }
                readTo += count;
                bufferEnd += count;
            }
        }

        @Override
        public byte[] array() {
            return buffer;
        }

        @Override
        public int keyStart() {
            return entry + MemoryRun.HEADER_BYTES;
        }

        @Override
        public int keyEnd() {
            return keyStart() + BigEndian.getInt(buffer, entry);
        }

        @Override
        public int valueEnd() {
            return entryEnd;
        }

        @Override
        public void close() {}
    }
}
