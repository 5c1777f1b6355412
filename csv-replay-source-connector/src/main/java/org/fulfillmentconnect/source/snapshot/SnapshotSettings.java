package org.fulfillmentconnect.source.snapshot;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What the reading of a snapshot depends on beside its files and its mapping.
 *
 * @param zone the zone to which the data's local times belong
 * @param asOf facts after this instant are not looked at; null to derive it from the data
 * @param shards how many shards there are
 * @param order the order of the records within a shard
 * @param now facts after this instant cannot be
 */
public record SnapshotSettings(ZoneId zone, @Nullable Instant asOf, Shards shards, EventOrder order, Instant now) {}
