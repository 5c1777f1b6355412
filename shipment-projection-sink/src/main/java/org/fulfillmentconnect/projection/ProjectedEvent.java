package org.fulfillmentconnect.projection;

/**
 * What one event contributes to the two indices.
 *
 * @param card the card of its order as if this were the only event
 */
record ProjectedEvent(Card card, TimelineDocument document) {}
