package org.fulfillmentconnect.projection;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores one window after the other: each document merged into what is stored, and then up to where the log is stored. It
 * goes on for as long as the server may take what it is sent; only what no waiting mends ends it, and the task with it.
 */
final class Projector implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Projector.class);

    /** How often a task without records looks whether its indices are still there. */
    private static final Duration IDLE_CHECK = Duration.ofSeconds(5);

    /** An answer of some 200 KB. */
    private static final int CARDS_PER_READ = 100;

    /** Versions alone. */
    private static final int EVENTS_PER_READ = 1_000;

    private final Backlog backlog;
    private final OffsetTracker offsets;
    private final Indices indices;
    private final StoredPositions positions;
    private final Merger<Card> cards;
    private final Merger<TimelineDocument> timeline;
    private final BulkSender sender;
    private final DeadLetters deadLetters;
    private final Patience patience;
    private final MissingIndices missingIndices;
    private final Refusals refusals = new Refusals(System::nanoTime);
    private final Progress progress;
    /** Whether indices were missing and the log is not asked for again yet. */
    private boolean rebuilds;

    Projector(
            ElasticsearchClient client,
            ShipmentProjectionSinkConfig config,
            Backlog backlog,
            OffsetTracker offsets,
            StoredCache<Card> cache,
            DeadLetters deadLetters,
            Patience patience,
            Progress progress) {
        this.backlog = backlog;
        this.offsets = offsets;
        this.deadLetters = deadLetters;
        this.patience = patience;
        this.missingIndices = new MissingIndices(config);
        this.indices = new Indices(client, config);
        this.positions = new StoredPositions(client, indices, config);
        this.sender = new BulkSender(client);
        this.progress = progress;
        this.cards = new Merger<>(
                config.shipments(),
                CARDS_PER_READ,
                new StoredReader<>(config.shipments(), new CardFormat()),
                cache,
                client,
                sender,
                deadLetters,
                patience,
                progress.cards());
        this.timeline = new Merger<>(
                config.timeline(),
                EVENTS_PER_READ,
                new StoredReader<>(config.timeline(), TimelineDocument.format()),
                new StoredCache<>(0),
                client,
                sender,
                deadLetters,
                patience,
                progress.timeline());
    }

    @Override
    public void run() {
        try {
            patience.until(indices::setUp);
            patience.allDone();
            while (true) {
                projectNext();
            }
        } catch (InterruptedException e) {
            LOG.debug("Stopped; what is not stored yet will be delivered again");
        } catch (Throwable e) {
            // Also an error of the virtual machine: the task must not wait for ever for a thread that has ended.
            backlog.fail(e);
        }
    }

    private void projectNext() throws InterruptedException {
        Optional<Window> next = backlog.take(IDLE_CHECK);
        try {
            if (rebuilds) {
                // The window is of a time before, and will be read again.
                rebuild();
            } else {
                projectOrRebuild(next);
            }
            refusals.accepted(next.isPresent());
        } catch (RefusedException e) {
            refusals.bear(e, next.isPresent());
            giveUpWindow();
            patience.pause(e.what());
            if (!rebuilds) {
                backlog.seek(Map.of(), Map.of());
            }
        }
    }

    private void projectOrRebuild(Optional<Window> next) throws InterruptedException {
        try {
            patience.until(indices::verify);
            patience.allDone();
            if (next.isPresent()) {
                project(next.get());
            }
        } catch (MissingIndexException e) {
            giveUpWindow();
            Optional<MissingIndexException> missing = patience.answerOf(indices::missing);
            if (missing.isPresent()) {
                missingIndices.found(missing.get());
                rebuilds = true;
                rebuild();
            } else {
                LOG.warn("The cluster answered for a moment as if it had no such index: {}", e.what());
                backlog.seek(Map.of(), Map.of());
            }
        }
    }

    private void giveUpWindow() {
        sender.reset();
        cards.reset();
        timeline.reset();
    }

    /** Creates what is missing, and has the log read again from where the indices of now hold it. */
    private void rebuild() throws InterruptedException {
        while (true) {
            try {
                patience.until(indices::setUp);
                backlog.seek(Map.of(), patience.answerOf(() -> positions.read(offsets.open())));
                rebuilds = false;
                return;
            } catch (MissingIndexException e) {
                patience.pause("missing again while it was set up: " + e.what());
            }
        }
    }

    private void project(Window window) throws InterruptedException {
        Map<TopicPartition, Long> unclear = admit(window);
        if (!unclear.isEmpty()) {
            LOG.info("Reading the log again from {}, up to where the indices are known to hold it", unclear);
            backlog.seek(unclear, Map.of());
            return;
        }
        timeline.add(window.timeline());
        cards.add(window.cards());
        List<Write> again = List.of();
        do {
            for (Write write : again) {
                sender.add(write);
            }
            timeline.mergeWaiting();
            cards.mergeWaiting();
            again = sender.finish();
            pauseIfAny(again);
        } while (!again.isEmpty() || timeline.hasWaiting() || cards.hasWaiting());
        if (deadLetters.areWaiting(offsets)) {
            LOG.info("Elasticsearch refuses documents; reading their records again for the dead letter queue");
            backlog.seek(Map.of(), Map.of());
            return;
        }
        storePositions(window);
        backlog.completed(window);
        deadLetters.done(offsets.ofCurrent(window.positions()));
        progress.stored(window.events());
    }

    private void pauseIfAny(List<Write> again) throws InterruptedException {
        if (again.isEmpty()) {
            patience.allDone();
        } else {
            patience.pause(sender.lastFailure());
        }
    }

    /**
     * Decides whether partitions that are new here go on where the indices end.
     *
     * @return from where to read those of which that is to be found out; empty where all is well
     */
    private Map<TopicPartition, Long> admit(Window window) throws InterruptedException {
        List<OffsetTracker.Assignment> asked =
                offsets.notAdmitted(window.positions().keySet());
        if (asked.isEmpty()) {
            return Map.of();
        }
        List<TopicPartition> partitions =
                asked.stream().map(OffsetTracker.Assignment::partition).toList();
        Map<TopicPartition, Long> storedUpTo = patience.answerOf(() -> positions.read(partitions));
        Map<TopicPartition, Long> unclear = new HashMap<>();
        for (OffsetTracker.Assignment assignment : asked) {
            long known = storedUpTo.getOrDefault(assignment.partition(), 0L);
            switch (offsets.admit(assignment, known)) {
                case ADMITTED -> {}
                case UNCLEAR -> unclear.put(assignment.partition(), known);
                case GAP -> missingIndices.gap(assignment.partition(), known, indices.identity());
            }
        }
        return unclear;
    }

    private void storePositions(Window window) throws InterruptedException {
        List<Write> writes = positions.writes(offsets.ofCurrent(window.positions()));
        while (!writes.isEmpty()) {
            for (Write write : writes) {
                sender.add(write);
            }
            writes = sender.finish();
            pauseIfAny(writes);
        }
    }
}
