package org.fulfillmentconnect.model;

import org.apache.kafka.connect.errors.DataException;

/** The record may be right, but states something that this version does not know: a new event type or schema version. */
public final class UnsupportedEventException extends DataException {
    private static final long serialVersionUID = 1L;

    UnsupportedEventException(String message) {
        super(message);
    }
}
