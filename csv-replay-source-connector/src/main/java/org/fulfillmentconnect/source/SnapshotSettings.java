package org.fulfillmentconnect.source;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What the reading of a snapshot depends on beside its files.
 *
 * @param zone the zone to which the data's times are local
 * @param asOf facts after this instant are not looked at; null to derive it from the data
 * @param shards how many shards there are
 * @param now facts after this instant cannot be
 */
record SnapshotSettings(ZoneId zone, @Nullable Instant asOf, Shards shards, Instant now) {}
