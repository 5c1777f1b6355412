package org.fulfillmentconnect.stack;

/** A server could not be fetched, started or stopped. The message names the log to read. */
public final class ServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerException(String message) {
        super(message);
    }

    ServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
