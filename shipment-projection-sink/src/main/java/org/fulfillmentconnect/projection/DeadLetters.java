package org.fulfillmentconnect.projection;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records that can never work, on their way to Connect's dead letter queue. The projector finds some of them when the
 * records are long gone: it notes where they stand and has the log read again from before, and then the task's thread hands
 * them over.
 */
final class DeadLetters {
    private final @Nullable ErrantRecordReporter reporter;
    private final Progress progress;
    private final Map<Place, Letter> refused = new ConcurrentHashMap<>();

    /** Of a record in the log. */
    private record Place(TopicPartition partition, long offset) {
        @Override
        public String toString() {
            return "topic " + partition.topic() + ", partition " + partition.partition() + ", offset " + offset;
        }
    }

    /** @param handedOver whether the queue has it, or will have it before the record's offset is committed */
    private record Letter(DataException reason, boolean handedOver) {}

    /**
     * The dead letters of a task.
     *
     * @param reporter null where the connector's configuration has no dead letter queue
     */
    DeadLetters(@Nullable ErrantRecordReporter reporter, Progress progress) {
        this.reporter = reporter;
        this.progress = progress;
    }

    /**
     * Hands a record over. For the task's thread: Connect's reporter shares its state with the conversion of the records
     * that come next.
     *
     * @throws ConnectException if there is no dead letter queue
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    void report(SinkRecord record, DataException reason) {
        // Connect waits for the answer before it commits an offset.
        reporter(placeOf(record), reason).report(record, reason);
        progress.reported();
    }

    /**
     * Hands a record over that was refused when it was delivered before. For the task's thread.
     *
     * @return whether it was one
     */
    boolean reportIfRefused(SinkRecord record) {
        if (refused.isEmpty()) {
            return false;
        }
        Place place = placeOf(record);
        Letter letter = refused.get(place);
        if (letter == null) {
            return false;
        }
        if (!letter.handedOver()) {
            report(record, letter.reason());
            refused.put(place, new Letter(letter.reason(), true));
        }
        return true;
    }

    /**
     * Notes that these records can never work; the first reason stands. For the projector.
     *
     * @throws ConnectException if there is no dead letter queue
     */
    void refused(Collection<Arrival> arrivals, DataException reason) {
        for (Arrival arrival : arrivals) {
            Place place = new Place(arrival.stay().partition(), arrival.offset());
            reporter(place, reason);
            refused.putIfAbsent(place, new Letter(reason, false));
        }
    }

    /**
     * Whether there are any for which the log is to be read again. For the projector.
     *
     * @param offsets which of them were delivered since their partitions were read again, or came here
     */
    boolean areWaiting(OffsetTracker offsets) {
        return refused.entrySet().stream()
                .anyMatch(entry -> !entry.getValue().handedOver()
                        && offsets.hasDelivered(
                                entry.getKey().partition(), entry.getKey().offset()));
    }

    /** Everything before these offsets is stored or handed over. For the projector. */
    void done(Map<TopicPartition, Long> positions) {
        refused.keySet().removeIf(place -> place.offset() < positions.getOrDefault(place.partition(), 0L));
    }

    /** These partitions are delivered here no more. */
    void closed(Collection<TopicPartition> partitions) {
        refused.keySet().removeIf(place -> partitions.contains(place.partition()));
    }

    private ErrantRecordReporter reporter(Place place, DataException reason) {
        if (reporter == null) {
            throw new ConnectException(
                    place + ": " + reason.getMessage()
                            + ". The task stops, because the connector has no dead letter queue"
                            + " (errors.tolerance=all with errors.deadletterqueue.topic.name)",
                    reason);
        }
        return reporter;
    }

    /** Where a record stands in the log, for messages. */
    static String place(SinkRecord record) {
        return placeOf(record).toString();
    }

    private static Place placeOf(SinkRecord record) {
        return new Place(
                new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                record.originalKafkaOffset());
    }
}
