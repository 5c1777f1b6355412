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

    private final long rows;
    private final long doneBefore;

    private long position;
    private long step;
    private long toldAtNanos;
    private long handedOver;
    private long outstanding;
    private long written;
    private long dropped;
    private long leftOut;
    private long rejects;
    private long lagMillis;
    private boolean ended;
    private boolean completed;

    /**
     * @param rows how many rows were read
     * @param position how many events of the task's shards were done before
     * @param length how many events there are in the task's shards
     */
    Progress(String dataset, TaskAssignment assignment, long rows, long position, long length, long nowNanos) {
        this.dataset = dataset;
        this.task = assignment.number();
        this.shards = assignment.shards();
        this.rows = rows;
        this.doneBefore = position;
        this.position = position;
        this.length = length;
        this.step = stepOf(position);
        this.toldAtNanos = nowNanos - PAUSE_NANOS;
    }

    /**
     * These records go to the worker now.
     *
     * @return the line to log, at most one per tenth and second, and one at the end
     */
    synchronized Optional<String> handOver(Replay.Batch batch, long nowNanos) {
        position += batch.events() + batch.leftOut();
        handedOver += batch.events();
        leftOut += batch.leftOut();
        rejects += batch.rejects();
        outstanding += batch.records().size();
        lagMillis = batch.lagMillis();
        ended |= batch.ended();
        if (ended && outstanding == 0) {
            return completion();
        }
        if (stepOf(position) == step || nowNanos - toldAtNanos < PAUSE_NANOS) {
            return Optional.empty();
        }
        step = stepOf(position);
        toldAtNanos = nowNanos;
        return Optional.of("Replay of " + dataset + ": task " + task + " at " + position + " of " + length + " events");
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
        String counts = "task " + task + " handed over " + handedOver + " events of shards " + shards + "; " + written
                + " written, " + dropped + " dropped by transforms, " + leftOut + " outside the window, " + doneBefore
                + " done before; " + rejects + " rejects";
        // Each side is counted by itself: the sequence when it was sorted, the rest one by one.
        return Optional.of(
                written + dropped + leftOut + doneBefore == length
                        ? "Replay of " + dataset + " complete: " + counts
                        : "Replay of " + dataset + " has ended, but its counts do not add up to its " + length
                                + " events: " + counts);
    }

    private long stepOf(long events) {
        return length == 0 ? 0 : events * STEPS / length;
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** How many rows were read. */
    long rows() {
        return rows;
    }

    /** How many events are in the log since the task started. */
    synchronized long written() {
        return written;
    }

    /** How many rejects were handed over since the task started. */
    synchronized long rejects() {
        return rejects;
    }

    /** How much of the sequence is handed over, from 0 to 1. */
    synchronized double ratio() {
        return length == 0 ? 1 : (double) position / length;
    }

    /** How far the events lie behind the replay's clock, in milliseconds of event time. */
    synchronized long lagMillis() {
        return lagMillis;
    }
}
