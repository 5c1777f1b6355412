/**
 * The Elasticsearch projection of the log: one case card per order and one timeline document per event.
 *
 * <p>The card ({@link org.fulfillmentconnect.projection.Card}) is a pure function of the set of the order's events.
 * Records are folded per order into a {@link org.fulfillmentconnect.projection.Window}; one background thread, the
 * {@link org.fulfillmentconnect.projection.Projector}, merges each window into what is stored.
 */
@NullMarked
package org.fulfillmentconnect.projection;

import org.jspecify.annotations.NullMarked;
