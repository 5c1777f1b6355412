package org.fulfillmentconnect.model;

import org.apache.kafka.connect.errors.DataException;

/** The record may be right, but states something that this version does not know: a new event type or schema version. */
public final class UnsupportedEventException extends DataException {
    private static final long serialVersionUID = 1L;

    private final Cause unknown;

    UnsupportedEventException(Cause unknown, String message) {
        super(message);
        this.unknown = unknown;
    }

    /** What this version does not know. */
    public enum Cause {
        EVENT_TYPE,
        NEWER_SCHEMA_VERSION
    }

    public Cause unknown() {
        return unknown;
    }
}
