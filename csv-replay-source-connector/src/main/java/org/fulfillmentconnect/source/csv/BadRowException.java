package org.fulfillmentconnect.source.csv;

/** This row cannot be used; the rows around it can. The message says which column, and what was expected. */
public final class BadRowException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean future;

    public BadRowException(String reason) {
        this(reason, false);
    }

    private BadRowException(String reason, boolean future) {
        // Bad rows can be many, and where in the code one was found says nothing.
        super(reason, null, false, false);
        this.future = future;
    }

    /** A row with a time that has not come yet. */
    public static BadRowException future(String column) {
        return new BadRowException(column + ": lies in the future", true);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    /** Whether what is bad today may be good tomorrow. */
    public boolean dependsOnTheClock() {
        return future;
    }
}
