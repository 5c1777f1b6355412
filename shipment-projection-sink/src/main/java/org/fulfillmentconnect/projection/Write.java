package org.fulfillmentconnect.projection;

/** One document to be written. Exactly one of the three outcomes is called once, when the server has decided. */
interface Write {
    IndexName index();

    /** The line of the bulk request that says what to do, without line break. */
    byte[] action();

    byte[] source();

    /** Whether {@link #stored} is to be told the version. */
    boolean wantsVersion();

    /** The document is stored; the version is 0 where it is not wanted. */
    void stored(long seqNo, long primaryTerm);

    /** The server holds another version than this write expects. */
    void conflict();

    /** The server will never take this document; its batch goes on. */
    void refused(ServerError error);
}
