package org.fulfillmentconnect.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replays its shards, then idles. */
public final class CsvReplaySourceTask extends SourceTask {
    private static final Logger LOG = LoggerFactory.getLogger(CsvReplaySourceTask.class);

    /** Short, as the worker waits for poll to come back before it stops or pauses the task. */
    private static final long IDLE_MS = 250;

    private final ReplayStart start;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Running running;
    /** Of the polling thread. */
    private boolean ended;

    private record Running(Replay replay, Progress progress, int batchMaxRecords) {}

    /** For Connect. */
    public CsvReplaySourceTask() {
        this(ReplayStart.ofWorker());
    }

    CsvReplaySourceTask(ReplayStart start) {
        this.start = start;
    }

    @Override
    public String version() {
        return PluginVersion.get();
    }

    /**
     * Reads the data and goes on where the stored offsets say.
     *
     * @throws ConnectException if the data cannot be read, or a stored offset does not fit them
     */
    @Override
    public void start(Map<String, String> settings) {
        CsvReplaySourceConfig config = start.check(settings);
        TaskAssignment assignment = TaskAssignment.of(settings);
        long began = System.nanoTime();
        Snapshot snapshot = start.read(config, new HashSet<>(assignment.shards()), assignment.writesRejects());
        LOG.info(
                "Replay of {}: {} orders as of {} ({}), {} events, {} rejects; rows by file {}; read in {} ms",
                config.dataset(),
                snapshot.orders(),
                snapshot.asOf(),
                config.asOf().isPresent() ? "set" : "derived from the data",
                snapshot.events(),
                snapshot.rejectCount(),
                snapshot.rowsByFile(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        try {
            running = resume(config, assignment, snapshot, settings.getOrDefault("name", ""));
        } catch (RuntimeException e) {
            close(snapshot);
            throw e;
        }
    }

    private Running resume(
            CsvReplaySourceConfig config, TaskAssignment assignment, Snapshot snapshot, String connector) {
        StoredOffsets offsets =
                StoredOffsets.read(context.offsetStorageReader(), connector, config, snapshot.fingerprint());
        long position = 0;
        long length = 0;
        for (ShardSequence sequence : snapshot.sequences()) {
            sequence.seek(offsets.position(sequence.shard(), sequence.length()));
            position += sequence.position();
            length += sequence.length();
        }
        int rejectPosition = assignment.writesRejects()
                ? offsets.rejectPosition(snapshot.rejects().size())
                : 0;
        LOG.info(
                "Replay of {}: task {} writes shards {} from {} of {} events on",
                config.dataset(),
                assignment.number(),
                assignment.shards(),
                position,
                length);
        SourceRecords records = new SourceRecords(config, assignment, snapshot.fingerprint(), start.clock());
        return new Running(
                new Replay(snapshot, records, rejectPosition),
                new Progress(config.dataset(), assignment, position, length, System.nanoTime()),
                config.batchMaxRecords());
    }

    /** The next records; null after a short wait when all are handed over, as the replay is never an error. */
    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        Running now = running;
        if (now == null || stopped.getCount() == 0) {
            return null;
        }
        Replay.Batch batch = now.replay().next(now.batchMaxRecords());
        if (batch.records().isEmpty()) {
            log(now.progress().end());
            if (ended) {
                stopped.await(IDLE_MS, TimeUnit.MILLISECONDS);
            }
            ended = true;
            return null;
        }
        log(now.progress().handOver(batch.events(), batch.rejects(), System.nanoTime()));
        return batch.records();
    }

    /** @param metadata null if a transform dropped the record */
    @Override
    public void commitRecord(SourceRecord handedOver, @Nullable RecordMetadata metadata) {
        Running now = running;
        if (now != null) {
            log(
                    SourceRecords.isEvent(handedOver)
                            ? now.progress().eventDone(metadata != null)
                            : now.progress().rejectDone());
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        Running now = running;
        if (now != null) {
            close(now.replay());
        }
    }

    private static void close(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            LOG.warn("Left something behind when closing", e);
        }
    }

    private static void log(Optional<String> line) {
        line.ifPresent(LOG::info);
    }
}
