package org.fulfillmentconnect.source;

import java.io.IOException;

/** A file that cannot be read as the table it should be: no header, or a required column is missing. */
final class TableFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    TableFormatException(String message) {
        super(message);
    }
}
