package org.fulfillmentconnect.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fulfillmentconnect.quickstart.Project;
import org.fulfillmentconnect.quickstart.ReplayLog;

/**
 * A log that the shipped source has written, as sinks find it.
 *
 * @param ends by partition, where the last event ends; a transaction's marker comes after it
 */
record FilledLog(String topic, long events, List<Long> ends) {
    private static final String NAME = "log";

    /** Replays the data set of the worker's environment into a new topic. */
    static FilledLog fill(Project project, BenchBroker broker, MeasuredWorker worker) throws InterruptedException {
        ReplayRound replay = ReplayRound.create(broker, project, NAME, Map.of());
        ReplayLog said = replay.follow(worker.log());
        List<Long> ends = new ArrayList<>();
        Measured filled = worker.measure(
                replay.config(),
                replay.topic(),
                replay.partitions(),
                watch -> replay.isComplete(said, worker.rest()),
                content -> {
                    for (long end : content.ends()) {
                        ends.add(end);
                    }
                });
        return new FilledLog(replay.topic(), filled.records(), List.copyOf(ends));
    }
}
