package org.fulfillmentconnect.source;

import java.util.Map;
import org.apache.kafka.connect.data.Struct;

/**
 * What one record of the log says, wherever it goes.
 *
 * @param at when it happened, in epoch milliseconds
 * @param headers for routing without parsing, in the order in which they are written
 */
record ReplayRecord(String key, long at, Struct value, Map<String, String> headers) {}
