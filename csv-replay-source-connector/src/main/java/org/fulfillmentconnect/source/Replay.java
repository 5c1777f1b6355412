package org.fulfillmentconnect.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.source.SourceRecord;
import org.fulfillmentconnect.source.snapshot.Reject;
import org.fulfillmentconnect.source.snapshot.Snapshot;
import org.fulfillmentconnect.source.snapshot.SortedRecords;

/**
 * Everything one task hands over, in batches: first the rejects if they are its own, then its shards' events when their
 * time has come. For one thread.
 */
final class Replay {
    /** What is passed over is passed over in pieces, as the worker waits for a batch before it pauses or stops the task. */
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int STEPS_PER_LOOK = 1 << 12;

    private final Snapshot snapshot;
    private final SourceRecords records;
    private final ReplayWindow window;
    private final ReplayClock clock;
    private final LongSupplier nanoTime;
    private final long rejectsDone;
    /** How many events of each shard are done, of those that were looked at. */
    private final long[] positions;
    /** Up to which position events were done before. */
    private final long[] done;

    private long rejectPosition;
    private boolean rejectsRead;
    private boolean hasCurrent;
    private boolean ended;

    /**
     * @param done by shard, how many of its events were done before; those are passed over
     * @param rejectsDone how many rejects were done before; all of them if they are another task's
     */
    Replay(
            Snapshot snapshot,
            SourceRecords records,
            ReplayWindow window,
            ReplayClock clock,
            LongSupplier nanoTime,
            long[] done,
            long rejectsDone) {
        this.snapshot = snapshot;
        this.records = records;
        this.window = window;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.done = done.clone();
        this.positions = new long[done.length];
        this.rejectsDone = rejectsDone;
    }

    /**
     * The next records.
     *
     * @param rejects how many of them are rejects, the first ones
     * @param leftOut how many events on the way lie outside the window
     * @param ended whether nothing comes after them
     * @param waitMillis how long it takes until the next event's time comes; 0 if it has
     * @param lagMillis how far the next event lies behind the replay's clock, in event time
     */
    record Batch(
            List<SourceRecord> records, int rejects, long leftOut, boolean ended, long waitMillis, long lagMillis) {
        int events() {
            return records.size() - rejects;
        }
    }

    /** At most this many records, perhaps none yet. */
    Batch next(int maxRecords) throws IOException {
        List<SourceRecord> batch = new ArrayList<>();
        readRejects(batch, maxRecords);
        int rejects = batch.size();
        long began = nanoTime.getAsLong();
        long leftOut = 0;
        boolean clockRead = false;
        SortedRecords events = snapshot.records();
        for (int steps = 1; batch.size() < maxRecords && !ended; steps++) {
            if (!hasCurrent && !events.next()) {
                ended = true;
                break;
            }
            hasCurrent = true;
            int shard = events.shard();
            if (positions[shard] < done[shard]) {
                positions[shard]++;
                hasCurrent = false;
            } else if (!window.contains(events.at())) {
                positions[shard]++;
                leftOut++;
                hasCurrent = false;
            } else {
                if (!clockRead) {
                    clockRead = true;
                    clock.advance(events.at(), began);
                }
                if (!clock.hasCome(events.at())) {
                    return new Batch(batch, rejects, leftOut, false, clock.millisUntil(events.at()), 0);
                }
                batch.add(records.event(events, ++positions[shard]));
                hasCurrent = false;
            }
            if (steps % STEPS_PER_LOOK == 0 && nanoTime.getAsLong() - began > LONGEST_NANOS) {
                break;
            }
        }
        return new Batch(batch, rejects, leftOut, ended, 0, ended ? 0 : clock.lagMillis(events.at()));
    }

    private void readRejects(List<SourceRecord> batch, int maxRecords) throws IOException {
        rejectsRead |= rejectsDone == Long.MAX_VALUE;
        long all = rejectsRead ? 0 : snapshot.rejects().count();
        while (!rejectsRead && batch.size() < maxRecords) {
            if (rejectPosition >= all || rejectsDone >= all) {
                rejectsRead = true;
                return;
            }
            Reject reject = snapshot.rejects().next();
            rejectPosition++;
            if (reject != null && rejectPosition > rejectsDone) {
                batch.add(records.reject(reject, rejectPosition));
            }
        }
    }
}
