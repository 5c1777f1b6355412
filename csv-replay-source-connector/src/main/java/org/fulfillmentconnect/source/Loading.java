package org.fulfillmentconnect.source;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.connect.errors.ConnectException;
import org.fulfillmentconnect.source.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reading of a data set on a thread of its own, so that the task can be paused and stopped meanwhile. */
final class Loading {
    private static final Logger LOG = LoggerFactory.getLogger(Loading.class);

    private final FutureTask<Snapshot> loading;
    private final Thread thread;
    private boolean stopped;
    private @Nullable Snapshot read;

    private Loading(String name, Callable<Snapshot> read) {
        loading = new FutureTask<>(() -> keep(read.call()));
        thread = new Thread(loading, name);
        thread.setDaemon(true);
    }

    static Loading start(String name, Callable<Snapshot> read) {
        Loading loading = new Loading(name, read);
        loading.thread.start();
        return loading;
    }

    private synchronized Snapshot keep(Snapshot snapshot) throws IOException {
        if (stopped) {
            snapshot.close();
        }
        read = snapshot;
        return snapshot;
    }

    /**
     * What was read, or null if that takes longer than this.
     *
     * @throws ConnectException if the data cannot be read
     */
    @Nullable
    Snapshot await(long millis) throws InterruptedException {
        try {
            return loading.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof KafkaException known) {
                throw known;
            }
            throw new ConnectException("The data cannot be read: " + cause, cause);
        }
    }

    /** Ends it; what was read is closed. */
    synchronized void stop() {
        stopped = true;
        thread.interrupt();
        if (read != null) {
            try {
                read.close();
            } catch (IOException e) {
                LOG.warn("Left something behind when closing", e);
            }
        }
    }
}
