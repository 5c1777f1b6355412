package org.fulfillmentconnect.source;

import java.io.IOException;
import java.time.Clock;
import java.util.OptionalLong;
import org.apache.kafka.connect.errors.ConnectException;
import org.fulfillmentconnect.source.snapshot.Reject;
import org.fulfillmentconnect.source.snapshot.Snapshot;
import org.fulfillmentconnect.source.snapshot.Wanted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From what was stored and what was read to the place where a task's replay goes on. */
record ReplayBeginning(CsvReplaySourceConfig config, TaskAssignment assignment, StoredOffsets offsets, Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayBeginning.class);

    private static final int MOST_FILES_NAMED = 20;

    /** A replay that can go on, and what counts it. */
    record Begun(Replay replay, Progress progress, boolean asFastAsPossible) {}

    /** What this task needs of the data. */
    Wanted wanted() {
        boolean rejects = assignment.writesRejects();
        // If their number can end the replay, every task has to know all of them.
        boolean allRows = rejects || config.rejectsMax().isPresent();
        return Wanted.shards(config.shards().count(), assignment.shards(), allRows, rejects);
    }

    /** @throws ConnectException if a stored offset does not fit, or there are more rejects than are tolerated */
    Begun with(Snapshot snapshot) {
        try {
            return begin(snapshot);
        } catch (IOException e) {
            throw new ConnectException("The sorted records cannot be read", e);
        }
    }

    private Begun begin(Snapshot snapshot) throws IOException {
        logWhatWasRead(snapshot);
        checkRejects(snapshot);
        offsets.check(snapshot.fingerprint());
        long[] done = new long[config.shards().count()];
        long position = 0;
        long length = 0;
        for (int shard : assignment.shards()) {
            long events = snapshot.records().length(shard);
            done[shard] = offsets.position(shard, events);
            position += done[shard];
            length += events;
        }
        long rejectsDone = assignment.writesRejects()
                ? offsets.rejectPosition(snapshot.rejects().count())
                : Long.MAX_VALUE;
        LOG.info(
                "Replay of {}: task {} writes shards {} from {} of {} events on",
                config.dataset(),
                assignment.number(),
                assignment.shards(),
                position,
                length);
        Replay replay = new Replay(
                snapshot,
                new SourceRecords(config, assignment, snapshot, clock),
                config.window(),
                new ReplayClock(config.replaySpeed()),
                System::nanoTime,
                done,
                rejectsDone);
        long rows = snapshot.rowsByFile().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return new Begun(
                replay,
                new Progress(config.dataset(), assignment, rows, position, length, System.nanoTime()),
                config.replaySpeed() == 0);
    }

    private void logWhatWasRead(Snapshot snapshot) throws IOException {
        LOG.info(
                "Replay of {}: read {} rows {}, {} of them bad, as of {} ({}); {} bytes spilled",
                config.dataset(),
                snapshot.rowsByFile().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                snapshot.rowsByFile().size() <= MOST_FILES_NAMED
                        ? snapshot.rowsByFile()
                        : "of " + snapshot.rowsByFile().size() + " files",
                snapshot.badRows(),
                snapshot.asOf(),
                config.asOf().isPresent() ? "set" : "derived from the data",
                snapshot.memory().spilledBytes());
        if (assignment.writesRejects()) {
            snapshot.rowCounts().forEach(count -> LOG.info("Replay of {}: {}", config.dataset(), count));
            LOG.info(
                    "Replay of {}: {} rejects",
                    config.dataset(),
                    snapshot.rejects().count());
        }
    }

    private void checkRejects(Snapshot snapshot) throws IOException {
        OptionalLong most = config.rejectsMax();
        if (most.isPresent() && snapshot.rejects().count() > most.getAsLong()) {
            Reject first = snapshot.rejects().first();
            throw new ConnectException("Data set " + config.dataset() + ": "
                    + snapshot.rejects().count() + " rows are rejected, more than "
                    + CsvReplaySourceConfig.REJECTS_MAX + "=" + most.getAsLong() + " tolerates; nothing was written."
                    + " The first: " + first.file() + ", line " + first.line() + ": " + first.reason());
        }
    }
}
