package org.fulfillmentconnect.kpi;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a task did, for its metrics, and says so once in a while. Written by the task, read by any thread. */
final class Progress {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final long SAY_AGAIN_NANOS = Duration.ofSeconds(30).toNanos();

    private final LongAdder events = new LongAdder();
    private final LongAdder ordersWritten = new LongAdder();
    private final LongAdder ordersUnchanged = new LongAdder();
    private final LongAdder ordersPruned = new LongAdder();
    private final LongAdder transactions = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder reported = new LongAdder();
    private final LongAdder ignored = new LongAdder();
    private volatile long transactionMillis;
    private volatile long windowRecords;
    /** Of the task. */
    private long saidNanos = System.nanoTime();

    /** A transaction was committed. */
    void committed(int ofEvents, int ofOrders, KpiTransaction.Merged merged, long millis) {
        events.add(ofEvents);
        ordersWritten.add(merged.written());
        ordersPruned.add(merged.pruned());
        ordersUnchanged.add(ofOrders - merged.written() - merged.pruned());
        transactions.increment();
        transactionMillis = millis;
        long now = System.nanoTime();
        if (now - saidNanos > SAY_AGAIN_NANOS) {
            saidNanos = now;
            LOG.info(
                    "{} events stored since start in {} transactions: {} orders written, {} unchanged, {} pruned;"
                            + " {} records reported, {} ignored",
                    events,
                    transactions,
                    ordersWritten,
                    ordersUnchanged,
                    ordersPruned,
                    reported,
                    ignored);
        }
    }

    /** A transaction gave way to another one, and is tried again at once. */
    void repeated() {
        repeated.increment();
    }

    /** A record went to the dead letter queue. */
    void reported() {
        reported.increment();
    }

    /** An event that this version does not know was passed over, as the settings ask for. */
    void ignored() {
        ignored.increment();
    }

    /** So many records wait to be written. */
    void waiting(int records) {
        windowRecords = records;
    }

    long eventsStored() {
        return events.sum();
    }

    long ordersWritten() {
        return ordersWritten.sum();
    }

    long ordersUnchanged() {
        return ordersUnchanged.sum();
    }

    long transactions() {
        return transactions.sum();
    }

    long transactionsRepeated() {
        return repeated.sum();
    }

    long transactionMillis() {
        return transactionMillis;
    }

    long recordsReported() {
        return reported.sum();
    }

    long eventsIgnored() {
        return ignored.sum();
    }

    long ordersPruned() {
        return ordersPruned.sum();
    }

    long windowRecords() {
        return windowRecords;
    }
}
