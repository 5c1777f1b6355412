package org.fulfillmentconnect.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.IsolationLevel;
import org.jspecify.annotations.Nullable;

/** Looks at the ends of a topic's partitions 40 times a second, to tell afterwards when something was written. */
final class TopicWatch implements AutoCloseable {
    private static final long LOOK_MILLIS = 25;

    private static final class Look {
        private final long nanos;
        private final long[] ends;

        Look(long nanos, long[] ends) {
            this.nanos = nanos;
            this.ends = ends;
        }

        long sum() {
            return Arrays.stream(ends).sum();
        }

        boolean isAt(long[] wanted) {
            return IntStream.range(0, ends.length).allMatch(partition -> ends[partition] >= wanted[partition]);
        }
    }

    private final BenchBroker broker;
    private final String topic;
    private final int partitions;
    private final Thread thread = new Thread(this::look, "topic-watch");
    /** Those that saw something new. */
    private final List<Look> looks = new ArrayList<>();

    private volatile boolean ended;
    private volatile @Nullable RuntimeException failure;

    private TopicWatch(BenchBroker broker, String topic, int partitions) {
        this.broker = broker;
        this.topic = topic;
        this.partitions = partitions;
    }

    static TopicWatch start(BenchBroker broker, String topic, int partitions) {
        TopicWatch watch = new TopicWatch(broker, topic, partitions);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    /** The sum of the partitions' ends. */
    synchronized long written() {
        refuseFailure();
        return looks.isEmpty() ? 0 : looks.get(looks.size() - 1).sum();
    }

    /** Whether there is something, and nothing came for so long. */
    synchronized boolean isQuietFor(Duration time) {
        refuseFailure();
        return !looks.isEmpty() && System.nanoTime() - looks.get(looks.size() - 1).nanos > time.toNanos();
    }

    /** When the first record was there, by {@link System#nanoTime()}. */
    synchronized long firstNanos() {
        if (looks.isEmpty()) {
            throw new IllegalStateException("nothing was written to " + topic);
        }
        return looks.get(0).nanos;
    }

    /** When every partition was at this end or beyond it. */
    synchronized long reachedNanos(long[] ends) {
        for (Look look : looks) {
            if (look.isAt(ends)) {
                return look.nanos;
            }
        }
        throw new IllegalStateException(topic + " never had the ends that were read from it");
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            long last = 0;
            while (!ended) {
                long[] ends = broker.ends(topic, partitions, IsolationLevel.READ_UNCOMMITTED);
                Look look = new Look(System.nanoTime(), ends);
                if (look.sum() > last) {
                    last = look.sum();
                    synchronized (this) {
                        looks.add(look);
                    }
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void refuseFailure() {
        RuntimeException met = failure;
        if (met != null) {
            throw new IllegalStateException(topic + " cannot be watched", met);
        }
    }
}
