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
        bind(connection.createArrayOf("text", rows.stream().map(column).toArray(String[]::new)));
    }

    <R> void longs(List<R> rows, Function<R, @Nullable Long> column) throws SQLException {
        bind(connection.createArrayOf("int8", rows.stream().map(column).toArray(Long[]::new)));
    }

    <R> void integers(List<R> rows, Function<R, @Nullable Integer> column) throws SQLException {
        bind(connection.createArrayOf("int4", rows.stream().map(column).toArray(Integer[]::new)));
    }

    <R> void booleans(List<R> rows, Function<R, Boolean> column) throws SQLException {
        bind(connection.createArrayOf("bool", rows.stream().map(column).toArray(Boolean[]::new)));
    }

    <R> void bytes(List<R> rows, Function<R, byte[]> column) throws SQLException {
        bind(connection.createArrayOf("bytea", rows.stream().map(column).toArray(byte[][]::new)));
    }

    private void bind(Array array) throws SQLException {
        statement.setArray(++parameter, array);
    }
}
