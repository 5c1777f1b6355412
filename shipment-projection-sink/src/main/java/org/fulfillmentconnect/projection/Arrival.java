package org.fulfillmentconnect.projection;

import org.apache.kafka.connect.sink.SinkRecord;

/**
 * An event of a record, and where the record stands in the log. The record itself is not kept: with the worker's own bytes
 * it would be most of the memory of what is not stored yet.
 *
 * @param stay of its partition
 * @param offset in the log
 * @param bytes an estimate of the memory that this takes until it is stored
 */
record Arrival(OffsetTracker.Assignment stay, long offset, ProjectedEvent event, long bytes) {
    /** What the objects take in memory beside the content. */
    private static final int OVERHEAD_BYTES = 512;

    static Arrival of(OffsetTracker.Assignment stay, SinkRecord record, ProjectedEvent event) {
        return new Arrival(stay, record.originalKafkaOffset(), event, OVERHEAD_BYTES + Footprint.of(record.value()));
    }
}
