package org.fulfillmentconnect.source;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Makes the next batches of a replay on a thread of its own, while the worker sends those before. */
final class ReadAhead {
    /** One that waits while another is made is enough, unless one of the two sides stumbles. */
    private static final int BATCHES = 2;

    private static final Replay.Batch END = new Replay.Batch(List.of(), 0, 0, true, 0, 0);

    private final Replay replay;
    private final int maxRecords;
    private final BlockingQueue<Replay.Batch> made = new ArrayBlockingQueue<>(BATCHES);
    private final Thread thread;
    private volatile @Nullable Throwable failure;
    /** Of the thread that takes them. */
    private boolean ended;

    private ReadAhead(String name, Replay replay, int maxRecords) {
        this.replay = replay;
        this.maxRecords = maxRecords;
        this.thread = new Thread(this::make, name);
        this.thread.setDaemon(true);
    }

    static ReadAhead start(String name, Replay replay, int maxRecords) {
        ReadAhead ahead = new ReadAhead(name, replay, maxRecords);
        ahead.thread.start();
        return ahead;
    }

    private void make() {
        try {
            Replay.Batch batch;
            do {
                batch = replay.next(maxRecords);
                made.put(batch);
            } while (!batch.ended());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // Errors too: nobody else would hear of them, and the task would wait for ever.
            failure = e;
        }
    }

    /**
     * The next batch; one without records at the end; null if none is made within this time.
     *
     * @throws ConnectException if none can be made
     */
    Replay.@Nullable Batch next(long millis) throws InterruptedException {
        if (ended) {
            return END;
        }
        Throwable failed = failure;
        Replay.Batch batch = failed == null ? made.poll(millis, TimeUnit.MILLISECONDS) : made.poll();
        if (batch != null) {
            ended = batch.ended();
        } else if (failed != null) {
            throw failed instanceof IOException
                    ? new ConnectException("The sorted records cannot be read", failed)
                    : new ConnectException("The next records cannot be made: " + failed, failed);
        }
        return batch;
    }

    /** Ends it, before the sorted records are closed. */
    void stop() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
