package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.SQLException;

/** Where the connections to the database come from. */
@FunctionalInterface
interface ConnectionSource {
    /** A new connection, in a transaction at READ COMMITTED. The caller closes it. */
    Connection connect() throws SQLException;
}
