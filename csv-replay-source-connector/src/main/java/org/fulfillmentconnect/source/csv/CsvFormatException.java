package org.fulfillmentconnect.source.csv;

import java.io.IOException;

/** A file that cannot be read as the table it should be. The message names the file and says what is wrong. */
public final class CsvFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    public CsvFormatException(String message) {
        super(message);
    }
}
