package org.fulfillmentconnect.kpi;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What to do about an error of the server. */
enum SqlFailure {
    /** Another transaction was in the way: the same transaction can work at once. */
    REPEAT,
    /** The server is away or out of resources: wait. */
    WAIT,
    /** The server gave the statement or transaction up as it took too long: a smaller one may work. */
    TOO_LONG,
    /** The server refuses a value: some record cannot be stored. */
    BAD_DATA,
    /** Nothing changes by itself: missing rights, missing tables, wrong password. */
    STOP;

    private static final Set<String> REPEATED = Set.of("40001", "40P01");

    /** Statement timeout, which waiting for locks counts towards, and transaction timeout. */
    private static final Set<String> TOOK_TOO_LONG = Set.of("57014", "25P04");

    /** The administrator or a crash ended the session. */
    private static final Set<String> ENDED_SESSION = Set.of("57P01", "57P02", "57P05");

    /** Connection, resources, operator intervention, object in use, system errors. */
    private static final Set<String> WAITED_CLASSES = Set.of("08", "53", "55", "57", "58");

    /**
     * A read-only standby took over; a transaction idled for too long; a plan or statement of a session that a migration
     * or pooler made stale.
     */
    private static final Set<String> WAITED = Set.of("25006", "25P03", "0A000", "26000", "40003");

    private static final Set<String> DATA_CLASSES = Set.of("22", "23");

    static SqlFailure of(SQLException error) {
        String state = stateOf(error);
        if (state == null) {
            // The driver names a state for all that the server says; without one it lost the connection.
            return WAIT;
        }
        if (REPEATED.contains(state)) {
            return REPEAT;
        }
        if (TOOK_TOO_LONG.contains(state)) {
            return TOO_LONG;
        }
        String stateClass = state.substring(0, 2);
        if (WAITED.contains(state) || WAITED_CLASSES.contains(stateClass)) {
            return WAIT;
        }
        return DATA_CLASSES.contains(stateClass) ? BAD_DATA : STOP;
    }

    /** Whether the session is gone, which says nothing about whether a new one can be had. */
    static boolean lostSession(SQLException error) {
        String state = stateOf(error);
        return state == null || state.startsWith("08") || ENDED_SESSION.contains(state);
    }

    /** What the driver says, and what it says of the cause where the two are different things. Never a value of a row. */
    static String reason(SQLException error) {
        String message = String.valueOf(error.getMessage());
        return error.getCause() instanceof SQLException cause ? message + ": " + cause.getMessage() : message;
    }

    private static @Nullable String stateOf(SQLException error) {
        String state = error.getSQLState();
        return state == null || state.length() != 5 ? null : state;
    }
}
