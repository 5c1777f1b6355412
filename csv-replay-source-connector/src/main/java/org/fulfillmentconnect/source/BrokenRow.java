package org.fulfillmentconnect.source;

/**
 * How far a row goes that is not what it should be. A stray quote makes the parser take the lines after it for one long
 * value; the broken row ends where one of those lines starts a whole row.
 */
final class BrokenRow {
    private static final char QUOTE = '"';

    private BrokenRow() {}

    /**
     * Where, in a text that starts with a broken row, the next row starts.
     *
     * @param text the broken row and some lines after it, as the row after it may have several
     * @param longest where the broken row ends at the latest
     * @param width how many fields a row has
     * @return at most {@code longest}
     */
    static int end(String text, int longest, char delimiter, int width) {
        int start = endOfLine(text, 0);
        while (start < longest) {
            if (startsWithRow(text, start, delimiter, width)) {
                return start;
            }
            start = endOfLine(text, start);
        }
        return longest;
    }

    /** Where the last line starts that does not end in this text. */
    static int lastLineStart(String text) {
        return Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
    }

    static String withoutLineEnd(String text) {
        int end = text.length();
        while (end > 0 && isLineEnd(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    /** Stricter than the parser, which takes a quote in the middle of a value as it is: here it may be the stray one. */
    private static boolean startsWithRow(String text, int start, char delimiter, int width) {
        int fields = 1;
        int i = start;
        while (true) {
            if (i < text.length() && text.charAt(i) == QUOTE) {
                i = afterClosingQuote(text, i + 1);
            } else {
                while (i < text.length() && text.charAt(i) != delimiter && !isLineEnd(text.charAt(i))) {
                    if (text.charAt(i) == QUOTE) {
                        return false;
                    }
                    i++;
                }
            }
            if (i == text.length() || (i < text.length() && isLineEnd(text.charAt(i)))) {
                return fields == width;
            }
            if (i > text.length() || text.charAt(i) != delimiter) {
                return false;
            }
            fields++;
            i++;
        }
    }

    /** Beyond the end of the text if the quote is not closed. */
    private static int afterClosingQuote(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == QUOTE) {
                if (i + 1 == text.length() || text.charAt(i + 1) != QUOTE) {
                    return i + 1;
                }
                i++;
            }
        }
        return text.length() + 1;
    }

    private static int endOfLine(String text, int from) {
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

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
