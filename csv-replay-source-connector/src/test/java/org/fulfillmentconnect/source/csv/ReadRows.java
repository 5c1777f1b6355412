package org.fulfillmentconnect.source.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code row: line a|b|c} for good rows, {@code bad: line reason: raw} for bad ones. */
final class ReadRows implements Rows {
    private final List<String> rows = new ArrayList<>();
    private final int columns;

    private ReadRows(int columns) {
        this.columns = columns;
    }

    static List<String> of(CsvFile file, int columns) throws IOException {
        ReadRows read = new ReadRows(columns);
        assertThat(file.forEach(read)).isEqualTo(read.rows.size());
        return read.rows;
    }

    @Override
    public void good(CsvRow row) {
        rows.add("row: " + row.line() + " "
                + IntStream.range(0, columns)
                        .mapToObj(row::value)
                        .map(value -> value == null ? "~" : value)
                        .collect(Collectors.joining("|")));
    }

    @Override
    public void bad(long line, String raw, BadRowException why) {
        rows.add("bad: " + line + " " + why.reason() + ": " + raw);
    }
}
