package org.fulfillmentconnect.source.mapping;

import java.time.ZoneId;

/**
 * What values depend on beside the row.
 *
 * @param asOf the instant up to which the data know the world, in epoch milliseconds
 * @param zone the time zone of the data, by whose calendar a day ends
 */
public record Context(long asOf, ZoneId zone) {}
