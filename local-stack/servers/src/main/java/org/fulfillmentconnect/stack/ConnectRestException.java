package org.fulfillmentconnect.stack;

/** A worker refused a request, or did not reach the state that was waited for. */
public final class ConnectRestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    ConnectRestException(int status, String message) {
        super(message);
        this.status = status;
    }

    ConnectRestException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
    }

    /** The HTTP status of the answer; 0 where there was none. */
    public int status() {
        return status;
    }
}
