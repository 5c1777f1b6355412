package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.fulfillmentconnect.kpi.ProbedConnections.Boundary;
import org.jspecify.annotations.Nullable;

/** What can go wrong between a task and the server, at any boundary. */
enum Fault {
    /** The server ends the session. */
    TERMINATED,
    /** The connection breaks; the server finds out in its own time. */
    CUT,
    /** The worker dies, and with it its sockets: nothing after this is done, no stop either. */
    DEATH,
    /** The worker hangs, its transaction open, and its partition goes to another task. Later it goes on with what it did. */
    FREEZE,
    /** The same, but later it dies. */
    FREEZE_AND_DEATH,
    SERIALIZATION_FAILURE("40001"),
    DEADLOCK("40P01"),
    STATEMENT_TIMEOUT("57014"),
    TOO_MANY_CONNECTIONS("53300"),
    READ_ONLY_STANDBY("25006");

    private final @Nullable String sqlState;

    Fault() {
        this.sqlState = null;
    }

    Fault(String sqlState) {
        this.sqlState = sqlState;
    }

    /** Ends a task as the death of its worker does. */
    static final class TaskDeath extends Error {
        private static final long serialVersionUID = 1L;
    }

    boolean freezes() {
        return this == FREEZE || this == FREEZE_AND_DEATH;
    }

    /**
     * Strikes a running task. After it, a statement that was about to be sent is not done by the server, and the answer to
     * one that was done is lost.
     *
     * @param real null where there is no connection yet
     */
    void strike(Boundary boundary, @Nullable Connection real, Sessions sessions) throws SQLException {
        switch (this) {
            case DEATH, FREEZE_AND_DEATH -> {
                if (real != null) {
                    real.abort(Runnable::run);
                }
                throw new TaskDeath();
            }
            case TERMINATED, CUT -> {
                if (real == null) {
                    throw new SQLException("injected: no server", "08001");
                }
                if (this == CUT) {
                    real.abort(Runnable::run);
                } else {
                    sessions.terminate(Sessions.idOf(real));
                }
                if (boundary.side() == Boundary.Side.AFTER) {
                    throw new SQLException("injected: the answer is lost", "08006");
                }
                // What comes next fails by itself.
            }
            case FREEZE -> {}
            default -> raise(real);
        }
    }

    /** Raised by the server itself, so that the transaction is really aborted. */
    private void raise(@Nullable Connection real) throws SQLException {
        if (real == null) {
            throw new SQLException("injected", sqlState);
        }
        try (Statement statement = real.createStatement()) {
            statement.execute("DO $$ BEGIN RAISE EXCEPTION 'injected' USING ERRCODE = '" + sqlState + "'; END $$");
        }
    }
}
