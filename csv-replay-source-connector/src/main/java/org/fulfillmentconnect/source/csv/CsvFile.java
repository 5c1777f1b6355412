package org.fulfillmentconnect.source.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * One opened file, read row by row. A row that cannot be parsed never takes good ones with it: where a stray quote has
 * swallowed the lines after it, reading goes on at the first of them that starts a whole row.
 */
public final class CsvFile implements Closeable {
    private static final int LONGEST_ROW = 1 << 20;
    /** How many lines of the row after a broken one are looked at. */
    private static final int LINES_OF_A_ROW = 100;

    private final CsvDialect dialect;
    private final RowText text;
    private final boolean empty;
    private final RowParser parser;
    /** Where in a row the columns stand that are read; -1 for one that this file lacks. */
    private final int[] fields;
    /** How many fields a row has. */
    private final int width;

    private CsvFile(String name, InputStream bytes, CsvDialect dialect, List<CsvColumn> columns) throws IOException {
        this.dialect = dialect;
        this.text = new RowText(new DecodedBytes(bytes, dialect.charset()), LONGEST_ROW);
        this.empty = text.isAtEnd();
        this.parser = new RowParser(text, dialect.format());
        if (empty) {
            this.fields = new int[0];
            this.width = 0;
            return;
        }
        if (!parser.next() || parser.latest() == null) {
            throw new CsvFormatException(name + ": the header cannot be parsed");
        }
        CsvHeader header = new CsvHeader(name, parser.latest().toList(), invalidReason());
        this.fields = header.indexesOf(columns);
        this.width = header.names().size();
    }

    /**
     * Reads the header. The file is then this object's to close; until it is opened it is the caller's.
     *
     * @param name the file's name, for messages
     * @throws CsvFormatException if the header cannot be parsed, lacks a required column, or has a wanted one twice
     */
    public static CsvFile open(String name, InputStream bytes, CsvDialect dialect, List<CsvColumn> columns)
            throws IOException {
        return new CsvFile(name, bytes, dialect, columns);
    }

    /** Whether the file has nothing in it, not even a header; it then has no rows. */
    public boolean isEmpty() {
        return empty;
    }

    /**
     * Reads all rows; blank lines are none.
     *
     * @return how many there were, good and bad
     */
    public long forEach(Rows rows) throws IOException {
        long count = 0;
        while (true) {
            if (!parser.next()) {
                count++;
                rejectBroken(rows, "cannot be parsed: stray or open quote");
                continue;
            }
            CSVRecord row = parser.latest();
            if (row == null) {
                return count;
            }
            if (row.size() != width) {
                if (isBlank(row)) {
                    continue;
                }
                rejectWidth(rows, row.size());
            } else if (width == 1 && isBlank(row)) {
                continue;
            } else {
                tell(rows, row);
            }
            count++;
        }
    }

    private void tell(Rows rows, CSVRecord row) throws IOException {
        long line = parser.line();
        try {
            String invalid = invalidReason();
            if (invalid != null) {
                throw new BadRowException(invalid);
            }
            rows.good(new CsvRow(line, row, this));
        } catch (BadRowException e) {
            rows.bad(line, latestRaw(), e);
        }
    }

    /** What is wrong with the bytes of the latest row; null if they are text. */
    private @Nullable String invalidReason() throws IOException {
        return text.invalidFromRowOn() && DecodedBytes.hasInvalid(text.lines(parser.lines()))
                ? "is not valid " + dialect.charset().name()
                : null;
    }

    /** An empty line; one that holds a pair of quotes is a row, if a bad one. */
    private boolean isBlank(CSVRecord row) throws IOException {
        return row.size() == 1 && row.get(0).isEmpty() && latestRaw().isEmpty();
    }

    @Nullable
    String value(CSVRecord row, int column) {
        int field = fields[column];
        if (field < 0) {
            return null;
        }
        String value = row.get(field);
        return value.isEmpty() || value.equals(dialect.nullMarker()) ? null : value;
    }

    /** The latest row as it stands in the file, without its line end. */
    String latestRaw() throws IOException {
        return raw(text.lines(parser.lines()));
    }

    private String raw(String lines) {
        String raw = BrokenRow.withoutLineEnd(lines);
        return text.invalidFromRowOn() ? DecodedBytes.shown(raw) : raw;
    }

    private void rejectWidth(Rows rows, int found) throws IOException {
        String reason = "expected " + width + " fields but found " + found;
        if (parser.lines() > 1) {
            rejectBroken(rows, reason);
        } else {
            rows.bad(parser.line(), latestRaw(), new BadRowException(reason));
        }
    }

    private void rejectBroken(Rows rows, String reason) throws IOException {
        if (text.isCut()) {
            rejectOverlong(rows);
            return;
        }
        long lines = parser.lines();
        int longest = text.lines(lines).length();
        rejectUpTo(new BrokenRow(text.lines(lines + LINES_OF_A_ROW), dialect, width).end(longest), rows, reason);
    }

    private void rejectOverlong(Rows rows) throws IOException {
        String read = text.lines(Long.MAX_VALUE);
        String reason = "is longer than " + LONGEST_ROW + " characters";
        int lastLine = BrokenRow.lastLineStart(read);
        if (lastLine > 0) {
            rejectUpTo(new BrokenRow(read, dialect, width).end(lastLine), rows, reason);
        } else {
            long line = parser.line();
            rows.bad(line, raw(read), new BadRowException(reason));
            text.skipLine();
            parser.restart(0, line + 1);
        }
    }

    private void rejectUpTo(int end, Rows rows, String reason) throws IOException {
        String lines = text.characters(end);
        long line = parser.line();
        rows.bad(line, raw(lines), new BadRowException(reason));
        parser.restart(end, line + lines.lines().count());
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
