package org.fulfillmentconnect.source;

/** This row cannot be used; the rows around it can. The message says which column, and what was expected. */
final class BadRowException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean future;

    BadRowException(String reason) {
        this(reason, false);
    }

    private BadRowException(String reason, boolean future) {
        // Bad rows can be many, and where in the code one was found says nothing.
        super(reason, null, false, false);
        this.future = future;
    }

    /** A row with a time that has not come yet: what is bad today may be good tomorrow. */
    static BadRowException future(String column) {
        return new BadRowException(column + ": lies in the future", true);
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    boolean dependsOnTheClock() {
        return future;
    }
}
