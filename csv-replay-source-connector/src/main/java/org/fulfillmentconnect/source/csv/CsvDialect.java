package org.fulfillmentconnect.source.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;

/**
 * How the text of a file is written. Lines end in LF, CRLF or CR; a quote within quotes is written twice.
 *
 * @param delimiter stands between two values
 * @param quote stands around a value that holds delimiters, line ends or quotes; null if a file has no quoting, and a
 *     quote is a character like any other
 * @param charset what the bytes are; a byte order mark at the start is passed over
 * @param nullMarker a value that means the same as an empty one, quoted or not: absent; empty if there is none
 */
public record CsvDialect(char delimiter, @Nullable Character quote, Charset charset, String nullMarker) {
    /** What RFC 4180 says, in UTF-8. */
    public static final CsvDialect DEFAULT = new CsvDialect(',', '"', StandardCharsets.UTF_8, "");

    /**
     * Checks that the parts go together.
     *
     * @throws IllegalArgumentException if delimiter or quote is a line end, or both are the same
     */
    public CsvDialect {
        if (isLineEnd(delimiter)) {
            throw new IllegalArgumentException("the delimiter is a line end");
        }
        if (quote != null && isLineEnd(quote)) {
            throw new IllegalArgumentException("the quote is a line end");
        }
        if (quote != null && quote == delimiter) {
            throw new IllegalArgumentException("delimiter and quote are the same character");
        }
    }

    CSVFormat format() {
        return CSVFormat.Builder.create(CSVFormat.DEFAULT)
                .setDelimiter(delimiter)
                .setQuote(quote)
                .setIgnoreEmptyLines(false)
                .get();
    }

    static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
