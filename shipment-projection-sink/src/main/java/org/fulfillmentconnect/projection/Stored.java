package org.fulfillmentconnect.projection;

/**
 * A document as the server holds it.
 *
 * @param seqNo with {@code primaryTerm} the version of the document: a write that names them is refused if it changed
 * @param current whether the document's bytes are what this version of the code writes for this content
 */
record Stored<C>(C content, long seqNo, long primaryTerm, boolean current) {}
