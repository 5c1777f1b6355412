package org.fulfillmentconnect.projection;

import org.jspecify.annotations.Nullable;

/** The server is away, overloaded or did not answer: the same request may work later. */
final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String why;

    UnavailableException(String why, @Nullable Throwable cause) {
        super(why, cause);
        this.why = why;
    }

    /** The message. */
    String why() {
        return why;
    }
}
