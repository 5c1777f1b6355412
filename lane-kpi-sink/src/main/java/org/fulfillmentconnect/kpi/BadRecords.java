package org.fulfillmentconnect.kpi;

import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Where records go that can never be stored. */
final class BadRecords {
    private final @Nullable ErrantRecordReporter reporter;

    /** @param reporter Connect's, or null if the connector has no dead letter queue */
    BadRecords(@Nullable ErrantRecordReporter reporter) {
        this.reporter = reporter;
    }

    /**
     * Hands the record to Connect, which sees that the report is stored before it commits the record's offset.
     *
     * @throws ConnectException if nobody takes it
     */
    void report(SinkRecord record, Exception reason) {
        if (reporter == null) {
            throw new ConnectException(
                    "topic " + record.originalTopic() + ", partition " + record.originalKafkaPartition() + ", offset "
                            + record.originalKafkaOffset() + ": " + reason.getMessage()
                            + ". The task stops, because the connector has no dead letter queue"
                            + " (errors.tolerance=all with errors.deadletterqueue.topic.name)",
                    reason);
        }
        var unused = reporter.report(record, reason);
    }
}
