package org.fulfillmentconnect.source.mapping;

import org.jspecify.annotations.Nullable;

/**
 * A row with what was joined to it.
 *
 * @param values as {@link Table#parse} gives them; what was observed after as-of is null
 * @param joined for each join of the {@link Node}: a row or null where it adds one row, a {@code List<Row>} where it
 *     adds many
 */
@SuppressWarnings("ArrayRecordComponent") // Rows are many and short-lived; nobody compares them.
public record Row(@Nullable Object[] values, @Nullable Object[] joined) {
    private static final Object[] NOTHING = {};

    /** A row to which nothing is joined. */
    static Row alone(@Nullable Object[] values) {
        return new Row(values, NOTHING);
    }
}
