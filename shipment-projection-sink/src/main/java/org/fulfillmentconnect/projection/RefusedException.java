package org.fulfillmentconnect.projection;

import org.apache.kafka.connect.errors.ConnectException;

/** The server does not accept the credentials, or does not allow their user what it was asked for. */
final class RefusedException extends ConnectException {
    private static final long serialVersionUID = 1L;

    private final String what;

    RefusedException(String message) {
        super(message);
        this.what = message;
    }

    /** The message. */
    String what() {
        return what;
    }
}
