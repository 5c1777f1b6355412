package org.fulfillmentconnect.kpi;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Binds the parameters of a statement in their order, one array per column. The element types are the boxed ones that the
 * driver sends in binary.
 */
final class ArrayParameters {
    private final Connection connection;
    private final PreparedStatement statement;
    private int parameter;

    ArrayParameters(Connection connection, PreparedStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    <R> void texts(List<R> rows, Function<R, @Nullable String> column) throws SQLException {
        bind(connection.createArrayOf("text", values(rows, column, new String[rows.size()])));
    }

    <R> void longs(List<R> rows, Function<R, @Nullable Long> column) throws SQLException {
        bind(connection.createArrayOf("int8", values(rows, column, new Long[rows.size()])));
    }

    <R> void integers(List<R> rows, Function<R, @Nullable Integer> column) throws SQLException {
        bind(connection.createArrayOf("int4", values(rows, column, new Integer[rows.size()])));
    }

    <R> void booleans(List<R> rows, Function<R, Boolean> column) throws SQLException {
        bind(connection.createArrayOf("bool", values(rows, column, new Boolean[rows.size()])));
    }

    <R> void bytes(List<R> rows, Function<R, byte[]> column) throws SQLException {
        bind(connection.createArrayOf("bytea", values(rows, column, new byte[rows.size()][])));
    }

    /** A loop, as these are the values of a whole transaction. */
    private static <R, T extends @Nullable Object> T[] values(List<R> rows, Function<R, T> column, T[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return values;
    }

    private void bind(Array array) throws SQLException {
        statement.setArray(++parameter, array);
    }
}
