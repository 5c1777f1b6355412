package org.fulfillmentconnect.projection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
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
    private @Nullable Seek seek;
    private @Nullable Throwable failure;

    Backlog(OffsetTracker offsets, ShipmentProjectionSinkConfig config) {
        this.offsets = offsets;
        this.windowMaxEvents = config.batchMaxEvents();
        this.windowMaxBytes = config.batchMaxBytes();
        this.lingerNanos = config.linger().toNanos();
        this.maxBytes = config.inflightMaxBytes();
    }

    /**
     * From where partitions are to be read again, see {@link OffsetTracker#seek}. All partitions of the task begin anew
     * then, those that are not named where they are.
     */
    record Seek(Map<TopicPartition, Long> unclear, Map<TopicPartition, Long> again) {
        /** What was asked for before the task came to it stands as well. */
        Seek and(Map<TopicPartition, Long> moreUnclear, Map<TopicPartition, Long> moreAgain) {
            return new Seek(earliest(unclear, moreUnclear), earliest(again, moreAgain));
        }

        private static Map<TopicPartition, Long> earliest(
                Map<TopicPartition, Long> some, Map<TopicPartition, Long> others) {
            Map<TopicPartition, Long> all = new HashMap<>(some);
            others.forEach((partition, offset) -> all.merge(partition, offset, Math::min));
            return all;
        }
    }

    /**
     * Waits a while for room; not where the task is to seek, which gives up all that there is.
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
            if (bytes < maxBytes || left <= 0 || seek != null) {
                return bytes < maxBytes;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    synchronized void add(SinkRecord record, ProjectedEvent event) {
        long before = window().bytes();
        OffsetTracker.Assignment stay = offsets.delivered(record);
        filling.add(Arrival.of(stay, record, event));
        accepted(stay, record, before);
    }

    /** Takes note of a record of which nothing is to be stored. */
    synchronized void pass(SinkRecord record) {
        accepted(offsets.delivered(record), record, window().bytes());
    }

    /** Takes note of records that were dropped before they came here. */
    synchronized void pass(Map<TopicPartition, OffsetAndMetadata> reached) {
        Map<OffsetTracker.Assignment, Long> passed = offsets.passed(reached);
        if (!passed.isEmpty()) {
            boolean first = window().isEmpty();
            passed.forEach(filling::reached);
            if (first) {
                notifyAll();
            }
        }
    }

    private Window window() {
        if (filling.isEmpty()) {
            filling = new Window(System.nanoTime());
        }
        return filling;
    }

    private void accepted(OffsetTracker.Assignment stay, SinkRecord record, long windowBytesBefore) {
        boolean first = filling.isEmpty();
        filling.reached(stay, OffsetTracker.nextOffset(record));
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

    /**
     * The next window that is full or has lingered long enough; waits for it.
     *
     * @return empty if there is none for this long
     */
    synchronized Optional<Window> take(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (full.isEmpty() || seek != null) {
            long now = System.nanoTime();
            long left = deadline - now;
            if (!filling.isEmpty() && seek == null) {
                long linger = filling.openedNanos() + lingerNanos - now;
                if (linger <= 0) {
                    seal();
                    continue;
                }
                left = Math.min(left, linger);
            }
            if (deadline - now <= 0) {
                return Optional.empty();
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return Optional.of(full.remove());
    }

    /** Gives up all that is not stored: the task is to have it read again. */
    synchronized void seek(Map<TopicPartition, Long> unclear, Map<TopicPartition, Long> again) {
        seek = seek == null ? new Seek(unclear, again) : seek.and(unclear, again);
        notifyAll();
    }

    /**
     * Where the task is to read again, once; null if nowhere.
     *
     * @param batch records that were delivered and are not taken
     * @return an offset per partition
     */
    synchronized @Nullable Map<TopicPartition, Long> takeSeek(Collection<SinkRecord> batch) {
        if (seek == null) {
            return null;
        }
        Map<TopicPartition, Long> targets = offsets.seek(seek.unclear(), seek.again(), batch);
        full.clear();
        filling = new Window(0);
        bytes = 0;
        seek = null;
        notifyAll();
        return targets;
    }

    /** An estimate of the memory of what is accepted and not yet stored. */
    synchronized long bytes() {
        return bytes;
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
