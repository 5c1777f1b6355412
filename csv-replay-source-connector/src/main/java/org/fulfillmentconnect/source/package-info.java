/**
 * Replays a CSV snapshot of orders as events, in event-time order per shard.
 *
 * <p>From the outside in: the connector and the task speak Connect's language; {@code Replay} turns the sequences of the
 * task's shards into records; a {@code Mapping} turns the rows of the files into those sequences.
 */
@NullMarked
package org.fulfillmentconnect.source;

import org.jspecify.annotations.NullMarked;
