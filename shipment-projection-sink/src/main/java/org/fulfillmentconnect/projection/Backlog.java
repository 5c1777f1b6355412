package org.fulfillmentconnect.projection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The windows between the task, which fills them, and the projector, which stores them. It bounds what is accepted and
 * not yet stored.
 */
final class Backlog {
    private final OffsetTracker offsets;
    private final int windowMaxEvents;
    private final long windowMaxBytes;
    private final long lingerNanos;
    private final long maxBytes;
    private final Deque<Window> full = new ArrayDeque<>();
    private Window filling = new Window(0);
    private long bytes;
    private @Nullable Throwable failure;

    Backlog(OffsetTracker offsets, ShipmentProjectionSinkConfig config) {
        this.offsets = offsets;
        this.windowMaxEvents = config.batchMaxEvents();
        this.windowMaxBytes = config.batchMaxBytes();
        this.lingerNanos = config.linger().toNanos();
        this.maxBytes = config.inflightMaxBytes();
    }

    /**
     * Waits a while for room.
     *
     * @return whether there is room now
     * @throws ConnectException if nothing will be stored any more
     */
    synchronized boolean awaitRoom(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            if (failure != null) {
                throw new ConnectException(failure.getMessage(), failure);
            }
            long left = deadline - System.nanoTime();
            if (bytes < maxBytes || left <= 0) {
                return bytes < maxBytes;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    synchronized void add(Arrival arrival) {
        long before = window().bytes();
        filling.add(arrival);
        accepted(arrival.record(), before);
    }

    /** Takes note of a record of which nothing is to be stored. */
    synchronized void pass(SinkRecord record) {
        accepted(record, window().bytes());
    }

    private Window window() {
        if (filling.isEmpty()) {
            filling = new Window(System.nanoTime());
        }
        return filling;
    }

    private void accepted(SinkRecord record, long windowBytesBefore) {
        boolean first = filling.isEmpty();
        filling.reached(offsets.delivered(record), OffsetTracker.nextOffset(record));
        bytes += filling.bytes() - windowBytesBefore;
        if (filling.events() >= windowMaxEvents || filling.bytes() >= windowMaxBytes) {
            seal();
        } else if (first) {
            // The projector begins to count the linger.
            notifyAll();
        }
    }

    private void seal() {
        full.add(filling);
        filling = new Window(0);
        notifyAll();
    }

    /** The next window that is full or has lingered long enough; waits for it. */
    synchronized Window take() throws InterruptedException {
        while (full.isEmpty()) {
            if (filling.isEmpty()) {
                wait();
                continue;
            }
            long left = filling.openedNanos() + lingerNanos - System.nanoTime();
            if (left <= 0) {
                seal();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        }
        return full.remove();
    }

    /** Everything of this window is stored or reported. */
    synchronized void completed(Window window) {
        offsets.stored(window.positions());
        bytes -= window.bytes();
        notifyAll();
    }

    /** Nothing will be stored any more; whoever adds next is told. */
    synchronized void fail(Throwable cause) {
        failure = cause;
        notifyAll();
    }
}
