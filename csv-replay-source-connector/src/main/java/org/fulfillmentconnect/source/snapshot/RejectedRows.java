package org.fulfillmentconnect.source.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.fulfillmentconnect.source.csv.BadRowException;
import org.fulfillmentconnect.source.csv.CsvRow;
import org.fulfillmentconnect.source.csv.Rows;
import org.fulfillmentconnect.source.mapping.Table;
import org.fulfillmentconnect.source.sort.Bytes;
import org.fulfillmentconnect.source.sort.Entries;
import org.fulfillmentconnect.source.sort.ExternalSort;
import org.fulfillmentconnect.source.sort.ForwardingEntries;
import org.fulfillmentconnect.source.sort.SortMemory;
import org.jspecify.annotations.Nullable;

/**
 * The rejects of a data set, in the order of the tables, files and lines; each row once for each reason. What is found
 * while a file is read comes with its row; what the joins find is told by its place, and its row is read again. For one
 * thread.
 */
public final class RejectedRows implements Closeable {
    private final List<Table> tables;
    private final SnapshotFiles files;
    private final SortMemory memory;
    private final ByteReader reader = new ByteReader();
    private final Bytes key = new Bytes();
    private final Bytes value = new Bytes();
    private ExternalSort sort;
    private long rowsToFetch;
    private long count = -1;
    private @Nullable Entries reading;

    RejectedRows(List<Table> tables, SnapshotFiles files, SortMemory memory) {
        this.tables = tables;
        this.files = files;
        this.memory = memory;
        this.sort = memory.newSort();
    }

    void add(Table table, long place, String reason, String row) throws IOException {
        write(table, place, reason);
        ValueBytes.write(row, value.clear());
        sort.add(key, value);
    }

    /** Adds a row by its place alone. */
    void add(Table table, long place, String reason) throws IOException {
        write(table, place, reason);
        ValueBytes.write(null, value.clear());
        sort.add(key, value);
        rowsToFetch++;
    }

    private void write(Table table, long place, String reason) {
        key.clear().putShort(tables.indexOf(table)).putSortableLong(place).putSortableText(reason);
    }

    /** How many there are; from then on no more can be added. */
    public long count() throws IOException {
        if (count < 0) {
            long distinct = 0;
            try (Distinct entries = new Distinct(sort.read())) {
                while (entries.next()) {
                    distinct++;
                }
            }
            count = distinct;
        }
        return count;
    }

    /** The next one; null at the end. {@link #fetchRows} goes before. */
    public @Nullable Reject next() throws IOException {
        Entries entries = reading;
        if (entries == null) {
            entries = new Distinct(sort.read());
            reading = entries;
        }
        if (!entries.next()) {
            return null;
        }
        Found found = found(entries);
        String row = (String) reader.on(entries.array(), entries.valueStart()).readValue();
        if (row == null) {
            throw new IllegalStateException("the row was not fetched");
        }
        return new Reject(found.file(), RowPlace.line(found.place()), found.reason(), row);
    }

    /** The first one, without its row; there must be one. */
    public Reject first() throws IOException {
        try (Entries entries = sort.read()) {
            if (!entries.next()) {
                throw new IllegalStateException("nothing is rejected");
            }
            Found found = found(entries);
            return new Reject(found.file(), RowPlace.line(found.place()), found.reason(), "");
        }
    }

    private record Found(Table table, String file, long place, String reason) {}

    private Found found(Entries entries) {
        reader.on(entries.array(), entries.keyStart());
        Table table = tables.get(reader.readByte() << Byte.SIZE | reader.readByte());
        long place = reader.readSortableLong();
        return new Found(table, files.names(table).get(RowPlace.file(place)), place, reader.readSortableText());
    }

    /**
     * Reads the rows that were added by their place alone.
     *
     * @throws IOException also if the files are others than those that were read before
     */
    void fetchRows() throws IOException {
        if (rowsToFetch == 0) {
            return;
        }
        rowsToFetch = 0;
        ExternalSort without = sort;
        sort = memory.newSort();
        try (without;
                Distinct entries = new Distinct(without.read())) {
            boolean more = entries.next();
            while (more) {
                Table table = found(entries).table();
                more = fetchRows(table, entries);
            }
        }
    }

    /** Reads the table once and gives those of its rejects a row that have none; false if no other table has any. */
    private boolean fetchRows(Table table, Distinct entries) throws IOException {
        boolean[] more = {true};
        while (more[0] && found(entries).table().equals(table) && hasRow(entries)) {
            more[0] = keep(entries);
        }
        if (!more[0] || !found(entries).table().equals(table)) {
            return more[0];
        }
        files.read(table, file -> new Rows() {
            @Override
            public void good(CsvRow row) throws IOException {
                reached(RowPlace.of(file, row.line()), row, "");
            }

            @Override
            public void bad(long line, String raw, BadRowException why) throws IOException {
                reached(RowPlace.of(file, line), null, raw);
            }

            private void reached(long place, @Nullable CsvRow row, String raw) throws IOException {
                while (more[0]) {
                    Found next = found(entries);
                    if (!next.table().equals(table) || next.place() > place) {
                        return;
                    }
                    if (hasRow(entries)) {
                        more[0] = keep(entries);
                    } else {
                        add(table, next.place(), next.reason(), row == null ? raw : row.raw());
                        more[0] = entries.next();
                    }
                }
            }
        });
        if (more[0] && found(entries).table().equals(table)) {
            throw new IOException(table.files() + ": changed while being read");
        }
        return more[0];
    }

    private boolean hasRow(Entries entries) {
        return entries.array()[entries.valueStart()] != ValueBytes.ABSENT;
    }

    private boolean keep(Entries entries) throws IOException {
        key.clear().put(entries.array(), entries.keyStart(), entries.keyEnd());
        value.clear().put(entries.array(), entries.valueStart(), entries.valueEnd());
        sort.add(key, value);
        return entries.next();
    }

    @Override
    public void close() throws IOException {
        reading = null;
        sort.close();
    }

    /** Entries without those that repeat the key before them. */
    private static final class Distinct extends ForwardingEntries {
        private final Bytes before = new Bytes();
        private boolean first = true;

        Distinct(Entries entries) {
            super(entries);
        }

        @Override
        public boolean next() throws IOException {
            while (super.next()) {
                int length = keyEnd() - keyStart();
                boolean same = !first
                        && length == before.length()
                        && Arrays.equals(before.array(), 0, length, array(), keyStart(), keyEnd());
                if (!same) {
                    first = false;
                    before.clear().put(array(), keyStart(), keyEnd());
                    return true;
                }
            }
            return false;
        }
    }
}
