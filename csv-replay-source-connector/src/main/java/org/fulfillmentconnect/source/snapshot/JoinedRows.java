package org.fulfillmentconnect.source.snapshot;

import java.io.IOException;
import org.fulfillmentconnect.source.sort.Bytes;
import org.fulfillmentconnect.source.sort.Entries;

/**
 * Rows with what is joined to them, in the order in which they come: a merge join of two sorted sides. What is joined
 * follows the row's bytes: which join it is, then for a look-up what it led to and the row, or else how many rows and each
 * with its length.
 */
final class JoinedRows implements Entries {
    private final Entries rows;
    private final Groups groups;
    private final int join;
    private final boolean many;
    private final long asOf;
    private final ByteReader reader = new ByteReader();
    /** The current key and, after it, the value. */
    private final Bytes entry = new Bytes();

    private int keyEnd;

    /** @param join its index among the joins of the row */
    JoinedRows(Entries rows, Groups groups, int join, boolean many, long asOf) {
        this.rows = rows;
        this.groups = groups;
        this.join = join;
        this.many = many;
        this.asOf = asOf;
    }

    @Override
    public boolean next() throws IOException {
        if (!rows.next()) {
            groups.finish();
            return false;
        }
        entry.clear().put(rows.array(), rows.keyStart(), rows.keyEnd());
        keyEnd = entry.length();
        entry.put(rows.array(), rows.valueStart(), rows.valueEnd()).put(join);
        boolean empty = RowBytes.hasEmptyColumn(rows.array(), rows.keyStart());
        boolean found = !empty && groups.find(rows.array(), rows.keyStart(), rows.keyEnd() - RowBytes.PLACE_BYTES);
        if (found) {
            reader.on(rows.array(), rows.valueStart()).readVarLong();
            groups.ask(reader.readVarLong() <= asOf);
        }
        if (many) {
            entry.putVarLong(found ? groups.count() : 0);
        } else if (empty) {
            entry.put(RowBytes.EMPTY_KEY);
        } else if (found && groups.isNotYet()) {
            entry.put(RowBytes.NOT_YET);
        } else {
            // The one row that was found may be too large to be joined.
            entry.put(found && groups.count() > 0 ? RowBytes.FOUND : RowBytes.NOT_FOUND);
        }
        if (found) {
            entry.put(groups.members().array(), 0, groups.members().length());
        }
        return true;
    }

    @Override
    public byte[] array() {
        return entry.array();
    }

    @Override
    public int keyStart() {
        return 0;
    }

    @Override
    public int keyEnd() {
        return keyEnd;
    }

    @Override
    public int valueEnd() {
        return entry.length();
    }

    @Override
    public void close() throws IOException {
        rows.close();
        groups.close();
    }
}
