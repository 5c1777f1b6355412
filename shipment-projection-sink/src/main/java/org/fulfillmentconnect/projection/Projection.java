package org.fulfillmentconnect.projection;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.fulfillmentconnect.model.UnsupportedEventException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a task runs: it takes records, stores them in the background, and knows what is stored. */
final class Projection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Projection.class);

    private static final Duration WAIT_FOR_END = Duration.ofSeconds(1);

    private final OffsetTracker offsets = new OffsetTracker();
    private final Progress progress = new Progress();
    private final UnknownEvents unknownEvents;
    private final Patience patience;
    private final Backlog backlog;
    private final StoredCache<Card> cache;
    private final DeadLetters deadLetters;
    private final ElasticsearchClient client;
    private final Thread thread;

    private Projection(ShipmentProjectionSinkConfig config, @Nullable ErrantRecordReporter reporter) {
        backlog = new Backlog(offsets, config);
        cache = new StoredCache<>(config.cacheMaxBytes());
        client = ElasticsearchClient.of(config);
        Backoff backoff = new Backoff(
                config.retryBackoff(),
                config.retryBackoffMax(),
                bound -> ThreadLocalRandom.current().nextLong(bound));
        patience = new Patience(backoff);
        unknownEvents = new UnknownEvents(config);
        deadLetters = new DeadLetters(reporter, progress);
        Projector projector = new Projector(client, config, backlog, offsets, cache, deadLetters, patience, progress);
        thread = new Thread(projector, "shipment-projector-" + config.connectorName());
        thread.setDaemon(true);
    }

    /** Begins to store; the server may be away. */
    static Projection start(ShipmentProjectionSinkConfig config, @Nullable ErrantRecordReporter reporter) {
        Projection projection = new Projection(config, reporter);
        projection.thread.start();
        return projection;
    }

    /** For metrics. */
    ProjectionMetrics.Source counts() {
        return new ProjectionMetrics.Source(progress, backlog, patience);
    }

    void opened(Collection<TopicPartition> partitions) {
        offsets.opened(partitions);
    }

    void closed(Collection<TopicPartition> partitions) {
        offsets.closed(partitions);
        deadLetters.closed(partitions);
        // Another task writes their orders from now on.
        cache.clear();
    }

    /**
     * Takes the records. Where the log is to be read again it gives them up: they come again.
     *
     * @param seek asks the worker to go on at these offsets
     * @throws ConnectException if a record is to stop the task
     */
    void accept(Collection<SinkRecord> records, Consumer<Map<TopicPartition, Long>> seek) {
        offsets.sought();
        Map<TopicPartition, Long> targets = backlog.takeSeek(records);
        if (targets != null) {
            seek.accept(targets);
            return;
        }
        for (SinkRecord record : records) {
            accept(record);
        }
    }

    /**
     * Waits a while until less is under way than may be.
     *
     * @return whether it is less now
     * @throws ConnectException if nothing will be stored any more
     */
    boolean awaitRoom(Duration patience) throws InterruptedException {
        return backlog.awaitRoom(patience);
    }

    private void accept(SinkRecord record) {
        if (deadLetters.reportIfRefused(record)) {
            backlog.pass(record);
            return;
        }
        Optional<ProjectedEvent> event;
        try {
            event = EventReader.read(record.value());
        } catch (UnsupportedEventException e) {
            unknown(record, e);
            backlog.pass(record);
            return;
        } catch (DataException e) {
            deadLetters.report(record, e);
            backlog.pass(record);
            return;
        }
        if (event.isPresent()) {
            backlog.add(record, event.get());
        } else {
            backlog.pass(record);
        }
    }

    private void unknown(SinkRecord record, UnsupportedEventException event) {
        switch (unknownEvents.reactionTo(event)) {
            case IGNORE -> progress.ignored();
            case DLQ -> deadLetters.report(record, event);
            case FAIL ->
                throw new ConnectException(
                        DeadLetters.place(record) + ": " + event.getMessage() + ". The task stops, because "
                                + UnknownEvents.setting(event) + " is " + UnknownEvents.Reaction.FAIL.value(),
                        event);
        }
    }

    /**
     * What may be committed; never waits.
     *
     * @param reached where the consumer stands
     */
    Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> reached) {
        backlog.pass(reached);
        return offsets.committable(reached.keySet());
    }

    /** Ends at once; what is not stored yet will be delivered again. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(WAIT_FOR_END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("The thread {} does not end", thread.getName());
        }
        client.close();
    }
}
