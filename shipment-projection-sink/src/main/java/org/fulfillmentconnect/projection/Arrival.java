package org.fulfillmentconnect.projection;

import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A record that holds an event, and what the event contributes.
 *
 * @param record where it stands in the log; without key, value and headers
 */
record Arrival(SinkRecord record, ProjectedEvent event) {
    /** What the objects take in memory beside the content, and how much more the content takes than as JSON. */
    private static final int OVERHEAD_BYTES = 1024;

    private static final int BYTES_PER_JSON_BYTE = 3;

    /**
     * Keeps of a record what the dead letter queue needs: the worker finds the original by it. The rest would be most of the
     * memory of what is not stored yet.
     */
    static Arrival of(SinkRecord record, ProjectedEvent event) {
        SinkRecord place = record.newRecord(
                record.topic(), record.kafkaPartition(), null, null, null, null, record.timestamp(), List.of());
        return new Arrival(place, event);
    }

    /** An estimate of the memory that this takes until it is stored. */
    long bytes() {
        return OVERHEAD_BYTES + (long) BYTES_PER_JSON_BYTE * event.document().source().length;
    }
}
