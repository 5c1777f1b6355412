package org.fulfillmentconnect.kpi;

import java.sql.SQLException;
import org.apache.kafka.connect.errors.RetriableException;

/** The server gave a statement up as it took too long. A smaller transaction may work. Nothing of it was stored. */
final class TookTooLongException extends RetriableException {
    private static final long serialVersionUID = 1L;

    TookTooLongException(String message, SQLException cause) {
        super(message, cause);
    }
}
