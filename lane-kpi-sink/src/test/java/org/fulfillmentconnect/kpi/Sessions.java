package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import org.postgresql.PGConnection;

/** The sessions of the server, seen and ended over a connection of its own. */
final class Sessions implements AutoCloseable {
    private final Connection connection;

    Sessions(TestDatabase database) throws SQLException {
        this.connection = database.connect();
    }

    static int idOf(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    /** Returns when the session is gone. */
    synchronized void terminate(int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_terminate_backend(?, 10000)")) {
            statement.setInt(1, id);
            statement.execute();
        }
    }

    /** Whether each of these waits for a lock. */
    synchronized boolean allWaitForLocks(Collection<Integer> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY (?) AND wait_event_type = 'Lock'")) {
            statement.setArray(1, connection.createArrayOf("int4", ids.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1) == ids.size();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
