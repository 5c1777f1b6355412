package org.fulfillmentconnect.source.csv;

import java.io.IOException;

/** Takes the rows of a file, one by one. */
public interface Rows {
    /**
     * A row that has the fields it should have.
     *
     * @throws BadRowException if it cannot be used all the same; it is then told as a bad one
     */
    void good(CsvRow row) throws BadRowException, IOException;

    /**
     * A row that is not used.
     *
     * @param line the line on which it starts, the header being line 1
     * @param raw the row as it stands in the file, without its line end; U+FFFD stands where bytes are no text
     */
    void bad(long line, String raw, BadRowException why) throws IOException;
}
