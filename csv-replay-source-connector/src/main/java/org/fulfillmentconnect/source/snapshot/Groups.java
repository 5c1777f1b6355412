package org.fulfillmentconnect.source.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.fulfillmentconnect.source.sort.Bytes;
import org.fulfillmentconnect.source.sort.Entries;

/** The rows to join, key by key: all that share their join columns at once. For one thread. */
final class Groups implements Closeable {
    /** Takes the rows that are not joined. */
    interface Outcome {
        /** A second row where one was looked for. */
        void second(long place) throws IOException;

        /** More rows than can be joined to one. */
        void beyondLimit(long place) throws IOException;

        /** It exists only after the as-of instant. */
        void notYet(int rows);

        void used(int rows);

        /** No row asked for it. */
        void unused(long place) throws IOException;

        /** Only rows asked for it that exist after the as-of instant. */
        void unusedYet(int rows);
    }

    private final Entries rows;
    private final boolean many;
    private final long asOf;
    private final int mostBytes;
    private final Outcome outcome;
    private final ByteReader reader = new ByteReader();

    /** The join columns of the current group, as in sort keys. */
    private final Bytes key = new Bytes();

    /** The rows of the current group, each with its length before it. */
    private final Bytes members = new Bytes();

    private int count;
    private int notYet;
    private boolean asked;
    private boolean askedYet;
    private boolean ahead;
    private boolean ended;

    /**
     * @param rows in the order of their join columns
     * @param many whether all rows of a key are joined, or the first alone
     * @param mostBytes how large a group may be
     */
    Groups(Entries rows, boolean many, long asOf, int mostBytes, Outcome outcome) throws IOException {
        this.rows = rows;
        this.many = many;
        this.asOf = asOf;
        this.mostBytes = mostBytes;
        this.outcome = outcome;
        this.ahead = rows.next();
        this.ended = !ahead;
        advance();
    }

    /**
     * Goes on to the group of these join columns, or to where it would be.
     *
     * @return whether there is one
     */
    boolean find(byte[] array, int from, int to) throws IOException {
        while (!ended) {
            int order = Arrays.compareUnsigned(key.array(), 0, key.length(), array, from, to);
            if (order >= 0) {
                return order == 0;
            }
            settle();
            advance();
        }
        return false;
    }

    /** The current group was asked for by a row, which may itself exist only after the as-of instant. */
    void ask(boolean askerExists) {
        asked = true;
        askedYet |= askerExists;
    }

    int count() {
        return count;
    }

    boolean isNotYet() {
        return count == 0 && notYet > 0;
    }

    Bytes members() {
        return members;
    }

    /** Passes over what is left, as no row asks any more. */
    void finish() throws IOException {
        while (!ended) {
            settle();
            advance();
        }
    }

    private void settle() throws IOException {
        outcome.notYet(notYet);
        if (askedYet) {
            outcome.used(count);
        } else if (asked) {
            outcome.unusedYet(count);
        } else {
            int at = 0;
            for (int i = 0; i < count; i++) {
                reader.on(members.array(), at);
                int length = reader.readInt();
                at = reader.at() + length;
                outcome.unused(reader.readVarLong());
            }
        }
    }

    private void advance() throws IOException {
        count = 0;
        notYet = 0;
        asked = false;
        askedYet = false;
        members.clear();
        if (!ahead) {
            ended = true;
            return;
        }
        key.clear().put(rows.array(), rows.keyStart(), rows.keyEnd() - RowBytes.PLACE_BYTES);
        do {
            member();
            ahead = rows.next();
        } while (ahead
                && Arrays.equals(
                        key.array(),
                        0,
                        key.length(),
                        rows.array(),
                        rows.keyStart(),
                        rows.keyEnd() - RowBytes.PLACE_BYTES));
    }

    private void member() throws IOException {
        reader.on(rows.array(), rows.valueStart());
        long place = reader.readVarLong();
        int length = rows.valueEnd() - rows.valueStart();
        if (!many && count + notYet > 0) {
            outcome.second(place);
        } else if (reader.readVarLong() > asOf) {
            notYet++;
        } else if (members.length() + length > mostBytes) {
            outcome.beyondLimit(place);
        } else {
            count++;
            members.putVarLong(length).put(rows.array(), rows.valueStart(), rows.valueEnd());
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
