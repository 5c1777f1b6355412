package org.fulfillmentconnect.projection;

import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** A record that is no event that can be projected. */
record Rejection(SinkRecord record, DataException reason) {}
