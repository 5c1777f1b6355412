package org.fulfillmentconnect.projection;

import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A record that holds an event, and what the event contributes.
 *
 * @param record where it stands in the log; without key, value and headers
 * @param bytes an estimate of the memory that this takes until it is stored
 */
record Arrival(SinkRecord record, ProjectedEvent event, long bytes) {
    /** What the objects take in memory beside the content, the worker's own of the record among them. */
    private static final int OVERHEAD_BYTES = 1024;

    /** Once as the bytes that the worker keeps for the dead letter queue, once as the event's fields. */
    private static final int COPIES = 2;

    /**
     * Keeps of a record what the dead letter queue needs: the worker finds the original by it. The rest would be most of the
     * memory of what is not stored yet.
     */
    static Arrival of(SinkRecord record, ProjectedEvent event) {
        SinkRecord place = record.newRecord(
                record.topic(), record.kafkaPartition(), null, null, null, null, record.timestamp(), List.of());
        return new Arrival(place, event, OVERHEAD_BYTES + COPIES * Footprint.of(record.value()));
    }
}
