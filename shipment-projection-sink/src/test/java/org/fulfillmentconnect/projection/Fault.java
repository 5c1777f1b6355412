package org.fulfillmentconnect.projection;

/** What can happen to a request on its way to the server and back. */
enum Fault {
    /** The connection is reset, and the server gets nothing. */
    RESET,
    /** Something in between answers 429, and the server gets nothing. */
    STATUS_429,
    STATUS_500,
    STATUS_503,
    /** The server does it, and the connection is closed without an answer. */
    LOST_ANSWER,
    /** The server does it, and the connection is reset in the middle of the answer. */
    CUT_ANSWER,
    /** The server does it, and its answer comes when nobody waits for it any more. */
    LATE_ANSWER,
    /** The server gets it when nobody waits for it any more, and perhaps after its repetition. */
    LATE_REQUEST,
    /** The server does all of a bulk, and one item is said to be rejected. */
    ITEM_429,
    /** The server does all of a bulk, and one item is said to have found no shard. */
    ITEM_503,
    DELAY
}
