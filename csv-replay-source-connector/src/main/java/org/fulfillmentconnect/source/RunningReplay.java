package org.fulfillmentconnect.source;

import java.io.IOException;
import org.apache.kafka.connect.errors.ConnectException;
import org.fulfillmentconnect.source.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** What a started task runs: the reading of the data, then their replay, which is the polling thread's. */
final class RunningReplay {
    private final ReplayBeginning beginning;
    private final Loading loading;
    private final String name;
    private final int batchMaxRecords;
    private @Nullable Replay replay;
    private volatile @Nullable ReadAhead ahead;
    private volatile @Nullable Progress progress;

    private RunningReplay(ReplayBeginning beginning, Loading loading, String name) {
        this.beginning = beginning;
        this.loading = loading;
        this.name = name;
        this.batchMaxRecords = beginning.config().batchMaxRecords();
    }

    /** Begins to read the data, on a thread of its own. */
    static RunningReplay start(ReplayStart start, ReplayBeginning beginning) {
        CsvReplaySourceConfig config = beginning.config();
        String name =
                "csv-replay-" + config.dataset() + "-" + beginning.assignment().number();
        return new RunningReplay(beginning, Loading.start(name, () -> start.read(config, beginning.wanted())), name);
    }

    /**
     * The next batch; null if there is none within this time, as the data are still read or the batch is still made.
     *
     * @throws ConnectException if the data cannot be read, or a stored offset does not fit them
     */
    Replay.@Nullable Batch next(long millis) throws InterruptedException {
        Replay begun = replay;
        if (begun == null) {
            Snapshot snapshot = loading.await(millis);
            if (snapshot == null) {
                return null;
            }
            begun = begin(snapshot);
        }
        Replay.Batch batch = next(begun, millis);
        if (batch != null && batch.ended()) {
            // Nothing is read any more: an idle task needs no memory and no files.
            loading.stop();
        }
        return batch;
    }

    private Replay begin(Snapshot snapshot) {
        ReplayBeginning.Begun begun = beginning.with(snapshot);
        progress = begun.progress();
        replay = begun.replay();
        if (begun.asFastAsPossible()) {
            ahead = ReadAhead.start(name, begun.replay(), batchMaxRecords);
        }
        return begun.replay();
    }

    private Replay.@Nullable Batch next(Replay begun, long millis) throws InterruptedException {
        ReadAhead reading = ahead;
        if (reading != null) {
            return reading.next(millis);
        }
        try {
            return begun.next(batchMaxRecords);
        } catch (IOException e) {
            throw new ConnectException("The sorted records cannot be read", e);
        }
    }

    /** What counts the replay; null until the data are read. */
    @Nullable
    Progress progress() {
        return progress;
    }

    /** Ends it; what was read is closed. */
    void stop() {
        ReadAhead reading = ahead;
        if (reading != null) {
            reading.stop();
        }
        loading.stop();
    }
}
