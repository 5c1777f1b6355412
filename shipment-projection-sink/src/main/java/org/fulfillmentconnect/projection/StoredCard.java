package org.fulfillmentconnect.projection;

/**
 * A card as the server holds it.
 *
 * @param seqNo with {@code primaryTerm} the version of the document: a write that names them is refused if it changed
 * @param current whether the document's bytes are what this version of the code writes for this card
 */
record StoredCard(Card card, long seqNo, long primaryTerm, boolean current) {}
