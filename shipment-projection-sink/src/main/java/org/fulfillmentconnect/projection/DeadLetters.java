package org.fulfillmentconnect.projection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records that can never work, on their way to Connect's dead letter queue. The projector finds them, but the task's thread
 * alone hands them over: Connect's reporter shares its state with the conversion of the records that come next.
 */
final class DeadLetters {
    private final @Nullable ErrantRecordReporter reporter;
    private final Queue<Letter> found = new ConcurrentLinkedQueue<>();
    /** Of the projector. */
    private final Set<SinkRecord> ofWindow = Collections.newSetFromMap(new IdentityHashMap<>());
    /** Of the projector. */
    private final List<Letter> underWay = new ArrayList<>();

    private record Letter(SinkRecord record, DataException reason, CompletableFuture<Handover> handedOver) {}

    /** The queue's answer is still to come. */
    private record Handover(Future<Void> answer) {}

    /**
     * The dead letters of a task.
     *
     * @param reporter null where the connector's configuration has no dead letter queue
     */
    DeadLetters(@Nullable ErrantRecordReporter reporter) {
        this.reporter = reporter;
    }

    /**
     * Hands a record over at once. For the task's thread.
     *
     * @throws ConnectException if there is no dead letter queue
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    void report(SinkRecord record, DataException reason) {
        // Connect waits for the answer before it commits an offset.
        reporter(record, reason).report(record, reason);
    }

    /**
     * Hands over what the projector has found. For the task's thread.
     *
     * @return whether there was anything
     */
    boolean handOver() {
        boolean any = false;
        for (Letter letter = found.poll(); letter != null; letter = found.poll()) {
            any = true;
            letter.handedOver()
                    .complete(new Handover(
                            reporter(letter.record(), letter.reason()).report(letter.record(), letter.reason())));
        }
        return any;
    }

    /**
     * Notes that these records can never work, each once per window. For the projector.
     *
     * @throws ConnectException if there is no dead letter queue
     */
    void found(Collection<SinkRecord> records, DataException reason) {
        for (SinkRecord record : records) {
            reporter(record, reason);
            if (ofWindow.add(record)) {
                Letter letter = new Letter(record, reason, new CompletableFuture<>());
                underWay.add(letter);
                found.add(letter);
            }
        }
    }

    /** Begins anew: what was found and not handed over will be found again. For the projector. */
    void forget() {
        found.clear();
        underWay.clear();
        ofWindow.clear();
    }

    private ErrantRecordReporter reporter(SinkRecord record, DataException reason) {
        if (reporter == null) {
            throw new ConnectException(
                    place(record) + ": " + reason.getMessage()
                            + ". The task stops, because the connector has no dead letter queue"
                            + " (errors.tolerance=all with errors.deadletterqueue.topic.name)",
                    reason);
        }
        return reporter;
    }

    /** Where a record stands in the log, for messages. */
    static String place(SinkRecord record) {
        return "topic " + record.originalTopic() + ", partition " + record.originalKafkaPartition() + ", offset "
                + record.originalKafkaOffset();
    }

    /**
     * Waits until all that was found is in the queue, and begins anew. For the projector.
     *
     * @return how many records that were
     * @throws ConnectException if the queue did not take a record
     */
    int awaitAll() throws InterruptedException {
        for (Letter letter : underWay) {
            try {
                letter.handedOver().get().answer().get();
            } catch (ExecutionException e) {
                throw new ConnectException("the dead letter queue did not take a record", e.getCause());
            }
        }
        int records = underWay.size();
        underWay.clear();
        ofWindow.clear();
        return records;
    }
}
