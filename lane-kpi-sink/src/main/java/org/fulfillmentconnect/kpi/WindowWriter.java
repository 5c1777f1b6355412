package org.fulfillmentconnect.kpi;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a window in one transaction; in smaller ones if the server refuses a value, until the record is found, or if a
 * transaction of this size takes it too long.
 */
final class WindowWriter {
    private static final Logger LOG = LoggerFactory.getLogger(WindowWriter.class);

    /** A task that does not return to Connect for some minutes loses its partitions, and would begin again. */
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(1);

    private static final int ALL = Integer.MAX_VALUE;

    private final Window window;
    private final KpiStore store;
    private final BadRecords badRecords;
    private final Patience patience;
    private final Progress progress;
    private final Clock clock;
    /** How many records a transaction takes at most. */
    private int limit = ALL;

    private final Map<TopicPartition, Long> readFrom = new HashMap<>();

    WindowWriter(
            Window window, KpiStore store, BadRecords badRecords, Patience patience, Progress progress, Clock clock) {
        this.window = window;
        this.store = store;
        this.badRecords = badRecords;
        this.patience = patience;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * Writes and empties the window, as far as it gets. What was written or reported leaves it.
     *
     * @return whether the window is empty; if not, call again, after {@link Patience#left} where the database is away
     */
    boolean write() {
        if (!patience.left().isZero()) {
            return false;
        }
        long until = clock.millis() + LONGEST_WRITE.toMillis();
        try {
            do {
                try {
                    write(window.oldest(limit), until);
                } catch (GapException e) {
                    window.drop(e.readFrom().keySet());
                    readFrom.putAll(e.readFrom());
                }
                patience.succeeded();
                grow();
            } while (!window.isEmpty() && clock.millis() < until);
        } catch (RetriableException e) {
            patience.failed(e);
        }
        return window.isEmpty();
    }

    /** From where partitions have to be read again, as the tables hold less of them than they should; told once. */
    Map<TopicPartition, Long> takeReadFrom() {
        Map<TopicPartition, Long> taken = Map.copyOf(readFrom);
        readFrom.clear();
        return taken;
    }

    /** After a success: up to the whole window again, in steps, as the cause may still be there. */
    private void grow() {
        limit = limit > window.maxRecords() / 2 ? ALL : limit * 2;
    }

    /** Works from the oldest record to the newest, so that what is done is always at the head of the window. */
    private void write(List<PendingFacts> records, long until) throws GapException {
        try {
            merge(records);
        } catch (TookTooLongException e) {
            limit = Math.max(1, records.size() / 2);
            LOG.warn("A transaction of {} records took too long; the next one has at most {}", records.size(), limit);
            throw e;
        } catch (RejectedValueException e) {
            if (records.size() > 1) {
                LOG.debug("Looking for the refused value in {} records", records.size(), e);
                int half = records.size() / 2;
                write(records.subList(0, half), until);
                if (clock.millis() < until) {
                    write(records.subList(half, records.size()), until);
                }
                return;
            }
            badRecords.report(records.get(0).record(), e);
        }
        window.removeOldest(records.size());
    }

    private void merge(List<PendingFacts> records) throws RejectedValueException, GapException {
        long start = clock.millis();
        FactBatch batch = FactBatch.of(records, window.spans(records.size()));
        KpiTransaction.Merged merged = store.merge(batch);
        int orders = batch.byOrder().size();
        long took = clock.millis() - start;
        progress.committed(records.size(), orders, merged, took);
        LOG.debug("Merged {} records of {} orders in {} ms", records.size(), orders, took);
    }
}
