package org.fulfillmentconnect.source;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.fulfillmentconnect.source.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the data on a thread of its own, replays its shards, then idles. */
public final class CsvReplaySourceTask extends SourceTask {
    private static final Logger LOG = LoggerFactory.getLogger(CsvReplaySourceTask.class);

    /** Short, as the worker waits for poll to come back before it stops or pauses the task. */
    private static final long IDLE_MS = 250;

    private final ReplayStart start;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Running running;
    private volatile @Nullable Progress progress;

    /** What a started task has; the replay, once the data are read, is the polling thread's. */
    private static final class Running {
        private final ReplayBeginning beginning;
        private final Loading loading;
        private final String name;
        private final int batchMaxRecords;
        private @Nullable Replay replay;
        private volatile @Nullable ReadAhead ahead;

        Running(ReplayBeginning beginning, Loading loading, String name, int batchMaxRecords) {
            this.beginning = beginning;
            this.loading = loading;
            this.name = name;
            this.batchMaxRecords = batchMaxRecords;
        }

        /** The next batch; null if there is none yet. */
        Replay.@Nullable Batch next(Replay begun) throws InterruptedException {
            ReadAhead reading = ahead;
            if (reading != null) {
                return reading.next(IDLE_MS);
            }
            try {
                return begun.next(batchMaxRecords);
            } catch (IOException e) {
                throw new ConnectException("The sorted records cannot be read", e);
            }
        }
    }

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
     * Begins to read the data; {@link #poll} gives no records until that is done.
     *
     * @throws ConnectException if the settings are wrong
     */
    @Override
    public void start(Map<String, String> settings) {
        CsvReplaySourceConfig config = start.check(settings);
        TaskAssignment assignment = TaskAssignment.of(settings);
        StoredOffsets offsets =
                StoredOffsets.read(context.offsetStorageReader(), settings.getOrDefault("name", ""), config);
        ReplayBeginning beginning = new ReplayBeginning(config, assignment, offsets, start.clock());
        LOG.info("Replay of {}: task {} reads the data", config.dataset(), assignment.number());
        String name = "csv-replay-" + config.dataset() + "-" + assignment.number();
        running = new Running(
                beginning,
                Loading.start(name, () -> start.read(config, beginning.wanted())),
                name,
                config.batchMaxRecords());
        ReplayMetrics.register(context, () -> progress);
    }

    /**
     * The next records; null after a short wait when there are none, as neither the reading of the data nor the end of the
     * replay is an error.
     *
     * @throws ConnectException if the data cannot be read, or a stored offset does not fit them
     */
    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        Running now = running;
        if (now == null || stopped.getCount() == 0) {
            return null;
        }
        Replay replay = now.replay;
        if (replay == null) {
            Snapshot snapshot = now.loading.await(IDLE_MS);
            if (snapshot == null) {
                return null;
            }
            ReplayBeginning.Begun begun = now.beginning.with(snapshot);
            progress = begun.progress();
            replay = begun.replay();
            now.replay = replay;
            if (begun.asFastAsPossible()) {
                now.ahead = ReadAhead.start(now.name, replay, now.batchMaxRecords);
            }
        }
        Replay.Batch batch = now.next(replay);
        if (batch != null && batch.ended()) {
            // Nothing is read any more: an idle task needs no memory and no files.
            now.loading.stop();
        }
        return batch == null ? null : handOver(batch);
    }

    private @Nullable List<SourceRecord> handOver(Replay.Batch batch) throws InterruptedException {
        Progress counts = progress;
        if (counts == null) {
            return null;
        }
        boolean hadEnded = counts.hasEnded();
        log(counts.handOver(batch, System.nanoTime()));
        if (!batch.records().isEmpty()) {
            return batch.records();
        }
        if (hadEnded) {
            stopped.await(IDLE_MS, TimeUnit.MILLISECONDS);
        } else if (batch.waitMillis() > 0) {
            stopped.await(Math.min(IDLE_MS, batch.waitMillis()), TimeUnit.MILLISECONDS);
        }
        return null;
    }

    /** @param metadata null if a transform dropped the record */
    @Override
    public void commitRecord(SourceRecord handedOver, @Nullable RecordMetadata metadata) {
        Progress counts = progress;
        if (counts != null) {
            log(SourceRecords.isEvent(handedOver) ? counts.eventDone(metadata != null) : counts.rejectDone());
        }
    }

    /** Whether everything is handed over. */
    boolean hasEnded() {
        Progress counts = progress;
        return counts != null && counts.hasEnded();
    }

    @Override
    public void stop() {
        stopped.countDown();
        Running now = running;
        if (now != null) {
            ReadAhead ahead = now.ahead;
            if (ahead != null) {
                ahead.stop();
            }
            now.loading.stop();
        }
    }

    private static void log(Optional<String> line) {
        line.ifPresent(LOG::info);
    }
}
