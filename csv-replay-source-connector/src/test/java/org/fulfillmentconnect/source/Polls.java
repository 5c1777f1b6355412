package org.fulfillmentconnect.source;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/** Asks a task for records as a worker does, for tests. */
final class Polls {
    private Polls() {}

    /** The next batch, however long the data take to be read; empty at the end. */
    static List<SourceRecord> next(CsvReplaySourceTask task) throws InterruptedException {
        while (!task.hasEnded()) {
            List<SourceRecord> batch = task.poll();
            if (batch != null) {
                return batch;
            }
        }
        return List.of();
    }

    /** All records up to the end. */
    static List<SourceRecord> all(CsvReplaySourceTask task) throws InterruptedException {
        List<SourceRecord> records = new ArrayList<>();
        for (List<SourceRecord> batch = next(task); !batch.isEmpty(); batch = next(task)) {
            records.addAll(batch);
        }
        return records;
    }
}
