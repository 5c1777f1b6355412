package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
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
        // The server's own wait looks only ten times a second.
        while (number("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid = ANY (?)", List.of(id))
                > 0) {
            Thread.onSpinWait();
        }
    }

    /** Whether each of these waits for a lock. */
    synchronized boolean allWaitForLocks(Collection<Integer> ids) throws SQLException {
        return number("SELECT count(*) FROM pg_stat_activity WHERE pid = ANY (?) AND wait_event_type = 'Lock'", ids)
                == ids.size();
    }

    private long number(String query, Collection<Integer> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setArray(1, connection.createArrayOf("int4", ids.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
