package org.fulfillmentconnect.source.csv;

import org.jspecify.annotations.Nullable;

/**
 * A row that is not what it should be, and how far it goes. A stray quote makes the parser take the lines after it for
 * one long value; the broken row ends where one of those lines starts a whole row.
 */
final class BrokenRow {
    private final String text;
    private final char delimiter;
    private final @Nullable Character quote;
    private final int width;

    /**
     * The row at the start of a text.
     *
     * @param text the broken row and some lines after it, as the row after it may have several
     * @param width how many fields a row has
     */
    BrokenRow(String text, CsvDialect dialect, int width) {
        this.text = text;
        this.delimiter = dialect.delimiter();
        this.quote = dialect.quote();
        this.width = width;
    }

    /**
     * Where in the text the next row starts.
     *
     * @param longest where the broken row ends at the latest
     * @return at most {@code longest}
     */
    int end(int longest) {
        int start = endOfLine(0);
        while (start < longest) {
            if (startsWithRow(start)) {
                return start;
            }
            start = endOfLine(start);
        }
        return longest;
    }

    /** Where the last line starts that does not end in this text. */
    static int lastLineStart(String text) {
        return Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
    }

    static String withoutLineEnd(String text) {
        int end = text.length();
        while (end > 0 && CsvDialect.isLineEnd(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    /** Stricter than the parser, which takes a quote in the middle of a value as it is: here it may be the stray one. */
    private boolean startsWithRow(int start) {
        int fields = 1;
        int i = start;
        while (true) {
            if (i < text.length() && isQuote(text.charAt(i))) {
                i = afterClosingQuote(i + 1);
            } else {
                while (i < text.length() && text.charAt(i) != delimiter && !CsvDialect.isLineEnd(text.charAt(i))) {
                    if (isQuote(text.charAt(i))) {
                        return false;
                    }
                    i++;
                }
            }
            if (i == text.length() || (i < text.length() && CsvDialect.isLineEnd(text.charAt(i)))) {
                return fields == width;
            }
            if (i > text.length() || text.charAt(i) != delimiter) {
                return false;
            }
            fields++;
            i++;
        }
    }

    private boolean isQuote(char c) {
        return quote != null && c == quote;
    }

    /** Beyond the end of the text if the quote is not closed. */
    private int afterClosingQuote(int from) {
        for (int i = from; i < text.length(); i++) {
            if (isQuote(text.charAt(i))) {
                if (i + 1 == text.length() || !isQuote(text.charAt(i + 1))) {
                    return i + 1;
                }
                i++;
            }
        }
        return text.length() + 1;
    }

    private int endOfLine(int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                return i + 1;
            }
            if (text.charAt(i) == '\r') {
                return i + 1 < text.length() && text.charAt(i + 1) == '\n' ? i + 2 : i + 1;
            }
        }
        return text.length();
    }
}
