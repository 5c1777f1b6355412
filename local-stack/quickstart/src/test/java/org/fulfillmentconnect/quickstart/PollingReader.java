package org.fulfillmentconnect.quickstart;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Counts what searches find, again and again, as a screen that is left open would; notes when it is less than before. */
final class PollingReader implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Projection projection;
    private final List<String> names;
    private final List<String> losses = new CopyOnWriteArrayList<>();
    private final AtomicLong rounds = new AtomicLong();
    private final Thread thread = new Thread(this::read, "polling-reader");
    private volatile boolean ended;

    private PollingReader(Projection projection, List<String> names) {
        this.projection = projection;
        this.names = names;
    }

    static PollingReader of(Projection projection, String... names) {
        PollingReader reader = new PollingReader(projection, List.of(names));
        reader.thread.start();
        return reader;
    }

    private void read() {
        Map<String, Long> before = new HashMap<>();
        while (!ended) {
            for (String name : names) {
                try {
                    long count = projection.count(name);
                    if (count < before.getOrDefault(name, 0L)) {
                        losses.add(name + ": " + count + " after " + before.get(name));
                    }
                    before.put(name, count);
                } catch (IllegalStateException e) {
                    losses.add(name + ": " + e.getMessage());
                }
            }
            rounds.incrementAndGet();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Each time that there was less than before, or no answer. */
    List<String> losses() {
        return losses;
    }

    /** How often everything was counted. */
    long rounds() {
        return rounds.get();
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
}
