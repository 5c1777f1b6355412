package org.fulfillmentconnect.source.csv;

import java.io.IOException;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** One row of a file; to be used before the next one is read. */
public final class CsvRow {
    private final long line;
    private final CSVRecord fields;
    private final CsvFile file;

    CsvRow(long line, CSVRecord fields, CsvFile file) {
        this.line = line;
        this.fields = fields;
        this.file = file;
    }

    /** The line on which the row starts, the header being line 1. */
    public long line() {
        return line;
    }

    /**
     * A value as it stands in the file, not trimmed; null if it is absent.
     *
     * @param column the index in the list of columns with which the file was opened
     */
    public @Nullable String value(int column) {
        return file.value(fields, column);
    }

    /** The row as it stands in the file, without its line end. */
    public String raw() throws IOException {
        return file.latestRaw();
    }
}
