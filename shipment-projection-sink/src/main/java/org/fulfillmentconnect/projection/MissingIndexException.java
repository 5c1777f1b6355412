package org.fulfillmentconnect.projection;

/** An index that this task set up is gone, or another one took its place. */
final class MissingIndexException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;

    MissingIndexException(ServerError error) {
        this(error.reason());
    }

    /**
     * What is missing.
     *
     * @param what in words, without full stop
     */
    MissingIndexException(String what) {
        super(what);
        this.what = what;
    }

    String what() {
        return what;
    }
}
