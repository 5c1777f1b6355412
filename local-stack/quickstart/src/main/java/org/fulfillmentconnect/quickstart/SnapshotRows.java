package org.fulfillmentconnect.quickstart;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/** The rows of one CSV file, field by field. Nothing of it makes an object per field: large files are made of it. */
final class SnapshotRows implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LONGEST_ROW_BYTES = 1 << 10;
    private static final int DAY_SECONDS = 86_400;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream file;
    private final byte[][] days;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int length;
    private boolean rowBegun;

    private SnapshotRows(OutputStream file, byte[][] days) {
        this.file = file;
        this.days = days;
    }

    /**
     * The rows of a new file.
     *
     * @param days the dates that times can fall on, as {@link #days} makes them
     */
    static SnapshotRows of(Path file, byte[][] days, String header) throws IOException {
        SnapshotRows rows = new SnapshotRows(Files.newOutputStream(file), days);
        rows.text(header);
        rows.end();
        return rows;
    }

    /** Rows that no file takes. */
    static SnapshotRows nowhere(byte[][] days) {
        return new SnapshotRows(OutputStream.nullOutputStream(), days);
    }

    /** So many dates from the first one on, as text. */
    static byte[][] days(LocalDate first, int count) {
        byte[][] days = new byte[count][];
        for (int i = 0; i < count; i++) {
            days[i] = DateTimeFormatter.ISO_LOCAL_DATE.format(first.plusDays(i)).getBytes(StandardCharsets.US_ASCII);
        }
        return days;
    }

    SnapshotRows text(String text) {
        field();
        return append(text.getBytes(StandardCharsets.UTF_8));
    }

    SnapshotRows number(int number) {
        return text(Integer.toString(number));
    }

    /** In hex, in quotes. */
    SnapshotRows id(SnapshotGenerator.Id id) {
        field();
        buffer[length++] = '"';
        hex(id.high());
        hex(id.low());
        buffer[length++] = '"';
        return this;
    }

    /** Five digits in quotes. */
    SnapshotRows zip(int zip) {
        field();
        buffer[length++] = '"';
        digits(zip, 5);
        buffer[length++] = '"';
        return this;
    }

    /** A local time, by the seconds since the first of the days. */
    SnapshotRows time(long seconds) {
        field();
        append(days[(int) (seconds / DAY_SECONDS)]);
        int second = (int) (seconds % DAY_SECONDS);
        buffer[length++] = ' ';
        digits(second / 3_600, 2);
        buffer[length++] = ':';
        digits(second / 60 % 60, 2);
        buffer[length++] = ':';
        digits(second % 60, 2);
        return this;
    }

    SnapshotRows time(boolean present, long seconds) {
        if (present) {
            return time(seconds);
        }
        field();
        return this;
    }

    SnapshotRows money(int cents) {
        number(cents / 100);
        buffer[length++] = '.';
        digits(cents % 100, 2);
        return this;
    }

    /** Ends the row. */
    void end() {
        buffer[length++] = '\n';
        rowBegun = false;
        if (length > BUFFER_BYTES - LONGEST_ROW_BYTES) {
            flush();
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            flush();
        }
    }

    private void field() {
        if (rowBegun) {
            buffer[length++] = ',';
        }
        rowBegun = true;
    }

    private SnapshotRows append(byte[] bytes) {
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
        return this;
    }

    private void hex(long bits) {
        for (int shift = Long.SIZE - 4; shift >= 0; shift -= 4) {
            buffer[length++] = HEX[(int) (bits >>> shift) & 0xF];
        }
    }

    private void digits(int number, int count) {
        int rest = number;
        for (int at = length + count - 1; at >= length; at--) {
            buffer[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    private void flush() {
        try {
            file.write(buffer, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        length = 0;
    }
}
