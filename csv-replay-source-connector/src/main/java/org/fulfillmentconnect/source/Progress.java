package org.fulfillmentconnect.source;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Counts what a task handed over and what became of it, and says when there is something to tell. Offsets cannot tell:
 * a record that a transform drops is never committed. Records are acknowledged on other threads than the task's.
 */
final class Progress {
    private static final int STEPS = 10;
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final String dataset;
    private final int task;
    private final List<Integer> shards;
    private final long length;

    private long position;
    private long step;
    private long toldAtNanos;
    private long handedOver;
    private long outstanding;
    private long written;
    private long dropped;
    private boolean ended;
    private boolean completed;

    /**
     * @param position how many events of the task's shards were done before
     * @param length how many events there are in the task's shards
     */
    Progress(String dataset, TaskAssignment assignment, long position, long length, long nowNanos) {
        this.dataset = dataset;
        this.task = assignment.number();
        this.shards = assignment.shards();
        this.position = position;
        this.length = length;
        this.step = stepOf(position);
        this.toldAtNanos = nowNanos - PAUSE_NANOS;
    }

    /**
     * These records go to the worker now.
     *
     * @return the line to log, at most one per tenth and second
     */
    synchronized Optional<String> handOver(long events, long rejects, long nowNanos) {
        position += events;
        handedOver += events;
        outstanding += events + rejects;
        if (stepOf(position) == step || nowNanos - toldAtNanos < PAUSE_NANOS) {
            return Optional.empty();
        }
        step = stepOf(position);
        toldAtNanos = nowNanos;
        return Optional.of("Replay of " + dataset + ": task " + task + " at " + position + " of " + length + " events");
    }

    /** There is nothing more to hand over. */
    synchronized Optional<String> end() {
        ended = true;
        return completion();
    }

    /** An event is in the log, or a transform dropped it. */
    synchronized Optional<String> eventDone(boolean inTheLog) {
        if (inTheLog) {
            written++;
        } else {
            dropped++;
        }
        outstanding--;
        return completion();
    }

    synchronized Optional<String> rejectDone() {
        outstanding--;
        return completion();
    }

    private Optional<String> completion() {
        if (completed || !ended || outstanding > 0) {
            return Optional.empty();
        }
        completed = true;
        return Optional.of("Replay of " + dataset + " complete: task " + task + " handed over " + handedOver
                + " events of shards " + shards + "; " + written + " written, " + dropped + " dropped by transforms");
    }

    private long stepOf(long events) {
        return length == 0 ? 0 : events * STEPS / length;
    }
}
