package org.fulfillmentconnect.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/** Everything one task hands over, in batches: first the rejects if they are its own, then its shards' events. */
final class Replay implements Closeable {
    private final Snapshot snapshot;
    private final SourceRecords records;
    private final ShardMerge events;
    private int rejectPosition;

    /**
     * @param snapshot with its sequences where the replay goes on
     * @param rejectPosition how many rejects are done
     */
    Replay(Snapshot snapshot, SourceRecords records, int rejectPosition) {
        this.snapshot = snapshot;
        this.records = records;
        this.events = new ShardMerge(snapshot.sequences());
        this.rejectPosition = rejectPosition;
    }

    /**
     * The next records.
     *
     * @param rejects how many of them are rejects, the first ones
     */
    record Batch(List<SourceRecord> records, int rejects) {
        int events() {
            return records.size() - rejects;
        }
    }

    /** At most this many records; none at the end, and only there. */
    Batch next(int maxRecords) {
        List<SourceRecord> batch = new ArrayList<>(maxRecords);
        while (batch.size() < maxRecords && rejectPosition < snapshot.rejects().size()) {
            Reject reject = snapshot.rejects().get(rejectPosition++);
            batch.add(records.reject(reject, rejectPosition));
        }
        int rejects = batch.size();
        while (batch.size() < maxRecords) {
            ShardMerge.Entry entry = events.next();
            if (entry == null) {
                break;
            }
            batch.add(records.event(entry));
        }
        return new Batch(batch, rejects);
    }

    @Override
    public void close() throws IOException {
        snapshot.close();
    }
}
