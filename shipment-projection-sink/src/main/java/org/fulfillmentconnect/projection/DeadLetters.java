package org.fulfillmentconnect.projection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Hands records that can never work to Connect's dead letter queue, each once per window. Used by one thread. */
final class DeadLetters {
    private final @Nullable ErrantRecordReporter reporter;
    private final Set<SinkRecord> reported = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Future<Void>> underWay = new ArrayList<>();

    /**
     * The dead letters of a task.
     *
     * @param reporter null where the connector's configuration has no dead letter queue
     */
    DeadLetters(@Nullable ErrantRecordReporter reporter) {
        this.reporter = reporter;
    }

    /**
     * Reports these records.
     *
     * @throws ConnectException if there is no dead letter queue
     */
    void report(Collection<SinkRecord> records, DataException reason) {
        for (SinkRecord record : records) {
            report(record, reason);
        }
    }

    private void report(SinkRecord record, DataException reason) {
        if (reporter == null) {
            throw new ConnectException(
                    "topic " + record.originalTopic() + ", partition " + record.originalKafkaPartition() + ", offset "
                            + record.originalKafkaOffset() + ": " + reason.getMessage()
                            + ". The task stops, because the connector has no dead letter queue"
                            + " (errors.tolerance=all with errors.deadletterqueue.topic.name)",
                    reason);
        }
        if (reported.add(record)) {
            underWay.add(reporter.report(record, reason));
        }
    }

    /**
     * Waits until all that was reported is in the queue, and begins anew.
     *
     * @return how many records that were
     * @throws ConnectException if the queue did not take a record
     */
    int awaitAll() throws InterruptedException {
        for (Future<Void> letter : underWay) {
            try {
                letter.get();
            } catch (ExecutionException e) {
                throw new ConnectException("the dead letter queue did not take a record", e.getCause());
            }
        }
        int records = underWay.size();
        underWay.clear();
        reported.clear();
        return records;
    }
}
