package org.fulfillmentconnect.source.csv;

import java.io.IOException;
import java.io.Reader;

/**
 * A file's text for the parser, which also keeps what was read since the start of the current row: a bad row is
 * reported as it stands in the file, and the parser can be sent back to the line after it.
 *
 * <p>Positions count characters from the start of the file, a byte order mark left out. The memory is bounded: a row
 * longer than the limit looks like the end of the file to the parser.
 */
final class RowText extends Reader {
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int CHUNK = 1 << 13;

    private final DecodedBytes source;
    private final int longestRow;
    private char[] window = new char[CHUNK * 4];
    /** How much of the window is filled. */
    private int end;
    /** The position of the window's first character. */
    private long windowStart;
    /** Where the current row starts, in the window. */
    private int rowStart;
    /** What the parser reads next, in the window. */
    private int next;

    private boolean cut;
    /** The position of the last character that stands for bytes that are no text; -1 if there is none so far. */
    private long lastInvalid = -1;

    RowText(DecodedBytes source, int longestRow) throws IOException {
        this.source = source;
        this.longestRow = longestRow;
        if (fill() && window[0] == BYTE_ORDER_MARK) {
            rowStart = 1;
            next = 1;
            windowStart = -1;
        }
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (next == end) {
            cut = cut || isTooLong();
            if (cut || !fill()) {
                return -1;
            }
        }
        int count = Math.min(length, end - next);
        System.arraycopy(window, next, target, offset, count);
        next += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /** Whether there is nothing to read from here on. */
    boolean isAtEnd() throws IOException {
        return next == end && !fill();
    }

    /** A row starts here: what lies before is not needed any more. */
    void rowStartsAt(long position) {
        rowStart = Math.toIntExact(position - windowStart);
    }

    /**
     * A row starts this many characters after the current one, and the next parser reads from there.
     *
     * @return the position there
     */
    long restart(int charactersAfterRowStart) {
        rowStart += charactersAfterRowStart;
        next = rowStart;
        cut = false;
        return windowStart + rowStart;
    }

    /** Whether the parser was told that the file ends, as the row is longer than the limit. */
    boolean isCut() {
        return cut;
    }

    private boolean isTooLong() {
        return end - rowStart > longestRow;
    }

    /** Whether bytes that are no text stand in the current row, or in what was read after it. */
    boolean invalidFromRowOn() {
        return lastInvalid >= windowStart + rowStart;
    }

    /** The given number of lines from the start of the current row on, with their line ends; fewer at the file's end. */
    String lines(long count) throws IOException {
        int length = 0;
        for (long i = 0; i < count; i++) {
            int lineEnd = afterLine(length);
            if (lineEnd == length) {
                break;
            }
            length = lineEnd;
        }
        return characters(length);
    }

    /** The given number of characters from the start of the current row on. */
    String characters(int count) {
        return new String(window, rowStart, count);
    }

    /** Passes over what is left of an overlong line, without keeping it; reading goes on at the next one. */
    void skipLine() throws IOException {
        int length = afterLine(0);
        while (rowStart + length == end && length > 0 && !CsvDialect.isLineEnd(window[end - 1])) {
            rowStart = end;
            length = fill() ? afterLine(0) : 0;
        }
        rowStart += length;
        next = rowStart;
    }

    /**
     * How many characters of the current row lie before the end of the line in which this one stands, its line end
     * included; all that was read if the file, or the limit, ends first.
     */
    private int afterLine(int length) throws IOException {
        // Counted from the row's start, which stays where it is while the window moves.
        for (int i = length; ; i++) {
            if (rowStart + i == end && (isTooLong() || !fill())) {
                return i;
            }
            char c = window[rowStart + i];
            if (c == '\n') {
                return i + 1;
            }
            if (c == '\r') {
                boolean more = rowStart + i + 1 < end || fill();
                return more && window[rowStart + i + 1] == '\n' ? i + 2 : i + 1;
            }
        }
    }

    private boolean fill() throws IOException {
        if (window.length - end < CHUNK) {
            makeRoom();
        }
        int count = source.read(window, end, window.length - end);
        if (count < 0) {
            return false;
        }
        end += count;
        if (source.endsInvalid()) {
            lastInvalid = windowStart + end - 1;
        }
        return true;
    }

    private void makeRoom() {
        int kept = end - rowStart;
        char[] from = window;
        if (kept > window.length / 2) {
            window = new char[window.length * 2];
        }
        System.arraycopy(from, rowStart, window, 0, kept);
        windowStart += rowStart;
        next -= rowStart;
        end = kept;
        rowStart = 0;
    }
}
