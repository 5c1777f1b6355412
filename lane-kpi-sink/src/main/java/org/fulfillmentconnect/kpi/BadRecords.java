package org.fulfillmentconnect.kpi;

import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.fulfillmentconnect.model.UnsupportedEventException;
import org.jspecify.annotations.Nullable;

/** What becomes of records that can never be stored, and of events that this version does not know. */
final class BadRecords {
    private final @Nullable ErrantRecordReporter reporter;
    private final UnknownEvents unknownEvents;
    private final Progress progress;

    /** @param reporter Connect's, or null if the connector has no dead letter queue */
    BadRecords(@Nullable ErrantRecordReporter reporter, UnknownEvents unknownEvents, Progress progress) {
        this.reporter = reporter;
        this.unknownEvents = unknownEvents;
        this.progress = progress;
    }

    /**
     * Hands the record to Connect, which sees that the report is stored before it commits the record's offset.
     *
     * @throws ConnectException if nobody takes it
     */
    void report(SinkRecord record, Exception reason) {
        if (reporter == null) {
            throw stop(
                    record,
                    reason,
                    "the connector has no dead letter queue"
                            + " (errors.tolerance=all with errors.deadletterqueue.topic.name)");
        }
        var unused = reporter.report(record, reason);
        progress.reported();
    }

    /**
     * Does what the settings ask for.
     *
     * @throws ConnectException if the task is to stop
     */
    void unknown(SinkRecord record, UnsupportedEventException event) {
        switch (unknownEvents.reactionTo(event)) {
            case IGNORE -> progress.ignored();
            case DLQ -> report(record, event);
            case FAIL -> throw stop(record, event, UnknownEvents.setting(event) + " is fail");
        }
    }

    private static ConnectException stop(SinkRecord record, Exception reason, String why) {
        return new ConnectException(
                "topic " + record.originalTopic() + ", partition " + record.originalKafkaPartition() + ", offset "
                        + record.originalKafkaOffset() + ": " + reason.getMessage() + ". The task stops, because "
                        + why,
                reason);
    }
}
