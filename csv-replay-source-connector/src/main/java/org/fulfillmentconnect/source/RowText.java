package org.fulfillmentconnect.source;

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
    private static final char REPLACEMENT = '\uFFFD';
    private static final int CHUNK = 1 << 13;
    private static final int KEEP = 1 << 16;

    private final Reader source;
    private final int longestRow;
    private final char[] chunk = new char[CHUNK];
    private final StringBuilder window = new StringBuilder(KEEP * 2);
    /** The position of the window's first character. */
    private long windowStart;
    /** Where the current row starts, in the window. */
    private int rowStart;
    /** What the parser reads next, in the window. */
    private int next;

    private boolean cut;
    private boolean replacementSeen;

    RowText(Reader source, int longestRow) throws IOException {
        this.source = source;
        this.longestRow = longestRow;
        if (fill() && window.charAt(0) == BYTE_ORDER_MARK) {
            window.deleteCharAt(0);
        }
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (next == window.length()) {
            cut = cut || isTooLong();
            if (cut || !fill()) {
                return -1;
            }
        }
        int count = Math.min(length, window.length() - next);
        window.getChars(next, next + count, target, offset);
        next += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /** A row starts here: what lies before is not needed any more. */
    void rowStartsAt(long position) {
        rowStart = Math.toIntExact(position - windowStart);
        if (rowStart >= KEEP) {
            window.delete(0, rowStart);
            next -= rowStart;
            windowStart += rowStart;
            rowStart = 0;
        }
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
        long position = windowStart + rowStart;
        rowStartsAt(position);
        return position;
    }

    /** Whether the parser was told that the file ends, as the row is longer than the limit. */
    boolean isCut() {
        return cut;
    }

    private boolean isTooLong() {
        return window.length() - rowStart > longestRow;
    }

    /** Whether any byte so far was no UTF-8. */
    boolean replacementSeen() {
        return replacementSeen;
    }

    /** The given number of lines from the start of the current row on, with their line ends; fewer at the file's end. */
    String lines(long count) throws IOException {
        int end = rowStart;
        for (long i = 0; i < count; i++) {
            int lineEnd = endOfLine(end);
            if (lineEnd == end) {
                break;
            }
            end = lineEnd;
        }
        return window.substring(rowStart, end);
    }

    /** The given number of characters from the start of the current row on. */
    String characters(int count) {
        return window.substring(rowStart, rowStart + count);
    }

    /** Passes over what is left of an overlong line, without keeping it; reading goes on at the next one. */
    void skipLine() throws IOException {
        int end = endOfLine(rowStart);
        while (end == window.length() && end > 0 && !endsALine()) {
            windowStart += window.length();
            window.setLength(0);
            rowStart = 0;
            if (!fill()) {
                end = 0;
                break;
            }
            end = endOfLine(0);
        }
        next = end;
        rowStart = end;
    }

    private boolean endsALine() {
        char last = window.charAt(window.length() - 1);
        return last == '\n' || last == '\r';
    }

    /** Just after the line end at or after this index; the end of the window if the file, or the limit, ends first. */
    private int endOfLine(int from) throws IOException {
        for (int i = from; ; i++) {
            if (i == window.length() && (isTooLong() || !fill())) {
                return i;
            }
            char c = window.charAt(i);
            if (c == '\n') {
                return i + 1;
            }
            if (c == '\r') {
                boolean more = i + 1 < window.length() || fill();
                return more && window.charAt(i + 1) == '\n' ? i + 2 : i + 1;
            }
        }
    }

    private boolean fill() throws IOException {
        int count = source.read(chunk, 0, chunk.length);
        if (count <= 0) {
            return false;
        }
        window.append(chunk, 0, count);
        for (int i = 0; i < count && !replacementSeen; i++) {
            replacementSeen = chunk[i] == REPLACEMENT;
        }
        return true;
    }

    /** Whether a byte in this text was no UTF-8. */
    static boolean hasReplacement(String text) {
        return text.indexOf(REPLACEMENT) >= 0;
    }
}
