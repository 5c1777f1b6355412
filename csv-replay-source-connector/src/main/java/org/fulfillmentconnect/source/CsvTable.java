package org.fulfillmentconnect.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file row by row. A row that cannot be parsed never takes good ones with it: where a stray quote has swallowed
 * the lines after it, reading goes on at the first of them that starts a whole row.
 */
final class CsvTable implements Closeable {
    private static final int LONGEST_ROW = 1 << 20;
    /** How many lines of the row after a broken one are looked at. */
    private static final int LINES_OF_A_ROW = 100;

    private static final char DELIMITER = ',';
    private static final CSVFormat FORMAT = CSVFormat.Builder.create(CSVFormat.DEFAULT)
            .setDelimiter(DELIMITER)
            .setIgnoreEmptyLines(false)
            .get();

    /** Takes the rows, one by one. */
    interface Rows {
        void good(CsvRow row) throws BadRowException, IOException;

        /**
         * A row that is not used.
         *
         * @param raw the row as it stands in the file, without its line end
         */
        void bad(long line, String raw, BadRowException why);
    }

    private final TableFormat format;
    private final RowText text;
    private final Map<String, Integer> columns = new HashMap<>();
    private final int width;

    private CSVParser parser;
    private Iterator<CSVRecord> records;
    /** The lines before the text that this parser was given. */
    private long linesBefore;
    /** How many lines the latest row has; 0 if this parser has read none yet. */
    private long linesOfRow;

    private @Nullable CSVRecord latest;

    private CsvTable(TableFormat format, InputStream bytes) throws IOException {
        this.format = format;
        this.text = new RowText(new InputStreamReader(bytes, StandardCharsets.UTF_8), LONGEST_ROW);
        this.parser = parserAt(0);
        this.records = parser.iterator();
        this.width = readHeader();
    }

    /**
     * Reads the header.
     *
     * @throws TableFormatException if there is none, or a required column is missing
     */
    static CsvTable open(TableFormat format, InputStream bytes) throws IOException {
        return new CsvTable(format, bytes);
    }

    private int readHeader() throws IOException {
        if (!parseNext()) {
            throw new TableFormatException(format.file() + ": the header cannot be parsed");
        }
        CSVRecord header = latest;
        if (header == null) {
            throw new TableFormatException(format.file() + ": is empty; expected a header");
        }
        linesOfRow = parser.getCurrentLineNumber();
        List<String> names = header.toList();
        for (String column : format.columns()) {
            int index = names.indexOf(column);
            if (index < 0) {
                throw new TableFormatException(format.file() + ": column " + column + " is missing in the header");
            }
            if (names.lastIndexOf(column) != index) {
                throw new TableFormatException(format.file() + ": column " + column + " stands twice in the header");
            }
            columns.put(column, index);
        }
        return names.size();
    }

    /**
     * Reads all rows; blank lines are none.
     *
     * @return how many there were, good and bad
     */
    long forEach(Rows rows) throws IOException {
        long count = 0;
        while (true) {
            long line = linesBefore + parser.getCurrentLineNumber() + 1;
            if (!parseNext()) {
                if (linesOfRow > 0) {
                    // Only the end of the row before tells where this one starts: have it parsed again from there.
                    restartAt(text.lines(linesOfRow).length(), line);
                } else {
                    count++;
                    rejectBroken(
                            rows, line, parser.getCurrentLineNumber() + 1, "cannot be parsed: stray or open quote");
                }
                continue;
            }
            CSVRecord values = latest;
            if (values == null) {
                return count;
            }
            text.rowStartsAt(values.getCharacterPosition());
            linesOfRow = linesBefore + parser.getCurrentLineNumber() + 1 - line;
            if (!isBlank(values)) {
                count++;
                tell(rows, new CsvRow(line, values, columns, this));
            }
        }
    }

    /** Makes the next row the latest, or null at the end; false if what comes next is no row. */
    private boolean parseNext() throws IOException {
        try {
            latest = records.hasNext() ? records.next() : null;
            return !text.isCut();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CSVException) {
                return false;
            }
            throw e.getCause();
        }
    }

    private void tell(Rows rows, CsvRow row) throws IOException {
        int found = row.values().size();
        if (found != width) {
            String reason = "expected " + width + " fields but found " + found;
            if (linesOfRow > 1) {
                rejectBroken(rows, row.line(), linesOfRow, reason);
            } else {
                rows.bad(row.line(), latestRaw(), new BadRowException(reason));
            }
            return;
        }
        try {
            if (text.replacementSeen() && RowText.hasReplacement(latestRaw())) {
                throw new BadRowException("is not valid UTF-8");
            }
            rows.good(row);
        } catch (BadRowException e) {
            rows.bad(row.line(), latestRaw(), e);
        }
    }

    /** The latest row as it stands in the file, without its line end. */
    String latestRaw() throws IOException {
        return BrokenRow.withoutLineEnd(text.lines(linesOfRow));
    }

    private void rejectBroken(Rows rows, long line, long lines, String reason) throws IOException {
        if (text.isCut()) {
            rejectOverlong(rows, line);
            return;
        }
        int longest = text.lines(lines).length();
        rejectUpTo(BrokenRow.end(text.lines(lines + LINES_OF_A_ROW), longest, DELIMITER, width), rows, line, reason);
    }

    private void rejectOverlong(Rows rows, long line) throws IOException {
        String raw = text.lines(Long.MAX_VALUE);
        String reason = "is longer than " + LONGEST_ROW + " characters";
        int lastLine = BrokenRow.lastLineStart(raw);
        if (lastLine > 0) {
            rejectUpTo(BrokenRow.end(raw, lastLine, DELIMITER, width), rows, line, reason);
        } else {
            rows.bad(line, raw, new BadRowException(reason));
            text.skipLine();
            restartAt(0, line + 1);
        }
    }

    private void rejectUpTo(int end, Rows rows, long line, String reason) throws IOException {
        String raw = text.characters(end);
        rows.bad(line, BrokenRow.withoutLineEnd(raw), new BadRowException(reason));
        restartAt(end, line + raw.lines().count());
    }

    /** Has the text parsed from here on, as if it had not been parsed before. */
    private void restartAt(int charactersAfterRowStart, long line) throws IOException {
        parser = parserAt(text.restart(charactersAfterRowStart));
        records = parser.iterator();
        linesBefore = line - 1;
        linesOfRow = 0;
    }

    private CSVParser parserAt(long position) throws IOException {
        return CSVParser.builder()
                .setReader(text)
                .setFormat(FORMAT)
                .setCharacterOffset(position)
                .get();
    }

    /** An empty line; one that holds a pair of quotes is a row, if a bad one. */
    private boolean isBlank(CSVRecord values) throws IOException {
        return width > 1
                && values.size() == 1
                && values.get(0).isEmpty()
                && latestRaw().isEmpty();
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
