package org.fulfillmentconnect.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fulfillmentconnect.stack.ElasticsearchServer;

/** A node that is away for long: for the first half of the time it hangs, for the second it is dead. */
final class Outage {
    private static final int HEAP_LOOKS = 8;
    private static final long SHORTEST_MILLIS_BETWEEN = 4_000;

    private final ElasticsearchServer node;
    private final List<SoakWorker> workers;
    private final Duration length;
    /** Of all workers, look by look. */
    private final List<List<Long>> heaps = new ArrayList<>();

    Outage(ElasticsearchServer node, List<SoakWorker> workers, Duration length) {
        this.node = node;
        this.workers = workers;
        this.length = length;
    }

    /**
     * Lets it happen, and the node serve again.
     *
     * @param atItsEnd is done while the node is still away
     */
    void happen(Runnable atItsEnd) throws IOException, InterruptedException {
        long started = System.nanoTime();
        node.suspend();
        boolean dead = false;
        long between = Math.max(SHORTEST_MILLIS_BETWEEN, length.toMillis() / HEAP_LOOKS);
        while (elapsed(started).compareTo(length) < 0) {
            if (!dead && elapsed(started).compareTo(length.dividedBy(2)) >= 0) {
                node.kill();
                dead = true;
            }
            TimeUnit.MILLISECONDS.sleep(
                    Math.min(between, length.minus(elapsed(started)).toMillis() + 1));
            lookAtHeaps();
        }
        if (!dead) {
            node.kill();
        }
        atItsEnd.run();
        node.start();
    }

    private static Duration elapsed(long startedNanos) {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    private void lookAtHeaps() throws IOException, InterruptedException {
        List<Long> live = new ArrayList<>();
        for (SoakWorker worker : workers) {
            live.add(worker.liveHeap());
        }
        heaps.add(live);
    }

    /** What was alive on the heap of each worker, in MiB, look by look. */
    List<List<Long>> heaps() {
        return heaps;
    }

    /** By how many MiB what is alive on a worker's heap had grown at most since the first look, some seconds into it. */
    long heapGrowth() {
        return growth(heaps);
    }

    static long growth(List<List<Long>> looks) {
        long growth = 0;
        for (List<Long> look : looks) {
            for (int worker = 0; worker < look.size(); worker++) {
                growth = Math.max(growth, look.get(worker) - looks.get(0).get(worker));
            }
        }
        return growth;
    }
}
