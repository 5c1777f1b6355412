package org.fulfillmentconnect.source.csv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Parses a text row by row, and knows where in it the latest row stands. It can be sent back to any line after that. */
final class RowParser {
    private final CSVFormat format;
    private final RowText text;

    private CSVParser parser;
    private Iterator<CSVRecord> records;
    /** The lines before the text that this parser was given. */
    private long linesBefore;

    private @Nullable CSVRecord latest;
    private long line = 1;
    /** 0 if this parser has read no row yet. */
    private long lines;

    RowParser(RowText text, CSVFormat format) throws IOException {
        this.text = text;
        this.format = format;
        this.parser = parserAt(0);
        this.records = parser.iterator();
    }

    /** Makes the next row the latest, or null at the end; false if what comes next is no row. */
    boolean next() throws IOException {
        while (true) {
            line = nextLine();
            if (parse()) {
                if (latest != null) {
                    text.rowStartsAt(latest.getCharacterPosition());
                    lines = nextLine() - line;
                }
                return true;
            }
            if (lines == 0) {
                lines = nextLine() - line;
                return false;
            }
            // Only the end of the row before tells where this one starts: have it parsed again from there.
            restart(text.lines(lines).length(), line);
        }
    }

    private boolean parse() throws IOException {
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

    private long nextLine() {
        return linesBefore + parser.getCurrentLineNumber() + 1;
    }

    /** The latest row; null at the end. */
    @Nullable
    CSVRecord latest() {
        return latest;
    }

    /** The line on which the latest row starts, or what is none. */
    long line() {
        return line;
    }

    /** How many lines the latest row has; of what is no row, how many it has at most. */
    long lines() {
        return lines;
    }

    /** Has the text parsed from this many characters after the row's start on, as if it had not been parsed before. */
    void restart(int charactersAfterRowStart, long line) throws IOException {
        parser = parserAt(text.restart(charactersAfterRowStart));
        records = parser.iterator();
        linesBefore = line - 1;
        lines = 0;
    }

    private CSVParser parserAt(long position) throws IOException {
        return CSVParser.builder()
                .setReader(text)
                .setFormat(format)
                .setCharacterOffset(position)
                .get();
    }
}
