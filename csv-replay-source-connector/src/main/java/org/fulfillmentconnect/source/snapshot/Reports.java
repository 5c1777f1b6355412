package org.fulfillmentconnect.source.snapshot;

import java.io.IOException;
import org.fulfillmentconnect.source.mapping.Table;

/** Takes rows that are not used, or used without something. */
interface Reports {
    /**
     * Reports a row that was read before, by its place.
     *
     * @param reason which column, and what was expected
     */
    void report(Table table, long place, String reason) throws IOException;
}
