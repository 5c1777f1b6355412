package org.fulfillmentconnect.opsqueries;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * How to read a table out of a step's answer.
 *
 * @param title a heading, of which each is there once in a query
 * @param step the step
 * @param rows a JSON pointer to the array of its rows; null where the whole answer is the one row
 */
public record AnswerTable(
        String title, String step, @Nullable String rows, List<Column> columns) {
    public AnswerTable {
        columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param label its heading
     * @param value a JSON pointer to the value within a row
     * @param unit {@code text}, {@code count}, {@code rate} (0 to 1), {@code seconds}, {@code instant}, {@code date} or
     *     {@code flag}
     */
    public record Column(String label, String value, String unit) {}

    /** The cells, row by row; a missing node where a row has no such value. */
    public List<List<JsonNode>> read(JsonNode answer) {
        Stream<JsonNode> found = rows == null
                ? Stream.of(answer)
                : StreamSupport.stream(answer.at(rows).spliterator(), false);
        return found.map(row ->
                        columns.stream().map(column -> row.at(column.value())).toList())
                .toList();
    }
}
