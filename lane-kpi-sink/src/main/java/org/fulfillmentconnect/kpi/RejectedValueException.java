package org.fulfillmentconnect.kpi;

import java.sql.SQLException;

/** The server refuses a value of some record in the transaction. Nothing of the transaction was stored. */
final class RejectedValueException extends Exception {
    private static final long serialVersionUID = 1L;

    RejectedValueException(SQLException cause) {
        super("PostgreSQL refuses a value (SQLSTATE " + cause.getSQLState() + ")", cause);
    }
}
