package org.fulfillmentconnect.source;

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

/** Reads the data on a thread of its own, replays its shards, then idles. */
public final class CsvReplaySourceTask extends SourceTask {
    private static final Logger LOG = LoggerFactory.getLogger(CsvReplaySourceTask.class);

    /** Short, as the worker waits for poll to come back before it stops or pauses the task. */
    private static final long IDLE_MS = 250;

    private final ReplayStart start;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable RunningReplay running;

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
        running = RunningReplay.start(start, beginning);
        ReplayMetrics.register(context, this::progress);
    }

    private @Nullable Progress progress() {
        RunningReplay now = running;
        return now == null ? null : now.progress();
    }

    /**
     * The next records; null after a short wait when there are none, as neither the reading of the data nor the end of the
     * replay is an error.
     *
     * @throws ConnectException if the data cannot be read, or a stored offset does not fit them
     */
    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        RunningReplay now = running;
        if (now == null || stopped.getCount() == 0) {
            return null;
        }
        Replay.Batch batch = now.next(IDLE_MS);
        Progress counts = now.progress();
        return batch == null || counts == null ? null : handOver(batch, counts);
    }

    private @Nullable List<SourceRecord> handOver(Replay.Batch batch, Progress counts) throws InterruptedException {
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
        Progress counts = progress();
        if (counts != null) {
            log(SourceRecords.isEvent(handedOver) ? counts.eventDone(metadata != null) : counts.rejectDone());
        }
    }

    /** Whether everything is handed over. */
    boolean hasEnded() {
        Progress counts = progress();
        return counts != null && counts.hasEnded();
    }

    @Override
    public void stop() {
        stopped.countDown();
        RunningReplay now = running;
        if (now != null) {
            now.stop();
        }
    }

    private static void log(Optional<String> line) {
        line.ifPresent(LOG::info);
    }
}
