package org.fulfillmentconnect.opsqueries;

/** A value that a parameter does not take. The message names the parameter and what was expected, never the value. */
public final class ParameterException extends IllegalArgumentException {
    ParameterException(String message) {
        super(message);
    }
}
