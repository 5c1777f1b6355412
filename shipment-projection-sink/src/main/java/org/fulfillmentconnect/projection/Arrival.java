package org.fulfillmentconnect.projection;

import org.apache.kafka.connect.sink.SinkRecord;

/** A record that holds an event, and what the event contributes. */
record Arrival(SinkRecord record, ProjectedEvent event) {
    /** What a record's objects take in memory beside its content, and how much more its content takes than as JSON. */
    private static final int OVERHEAD_BYTES = 2048;

    private static final int BYTES_PER_JSON_BYTE = 3;

    /** An estimate of the memory that this takes until it is stored. */
    long bytes() {
        return OVERHEAD_BYTES + (long) BYTES_PER_JSON_BYTE * event.document().source().length;
    }
}
