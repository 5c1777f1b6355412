package org.fulfillmentconnect.kpi;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a window in one transaction, or, if the server refuses a value, in smaller ones until the record is found. */
final class WindowWriter {
    private static final Logger LOG = LoggerFactory.getLogger(WindowWriter.class);

    /** A task that does not return to Connect for some minutes loses its partitions, and would begin again. */
    private static final Duration LONGEST_SEARCH = Duration.ofMinutes(1);

    private final Window window;
    private final KpiStore store;
    private final BadRecords badRecords;
    private final Backoff backoff;
    private final Clock clock;

    WindowWriter(Window window, KpiStore store, BadRecords badRecords, Backoff backoff, Clock clock) {
        this.window = window;
        this.store = store;
        this.badRecords = badRecords;
        this.backoff = backoff;
        this.clock = clock;
    }

    /**
     * Writes and empties the window. What was written or reported leaves it even if this throws later on.
     *
     * @throws RetriableException if the database is away, or was a moment ago; then {@link Backoff#left} tells how long to
     *     wait
     */
    void write() {
        if (!backoff.left().isZero()) {
            throw new RetriableException("waiting for the database; next attempt in " + backoff.left());
        }
        try {
            write(window.records(), clock.millis() + LONGEST_SEARCH.toMillis());
            backoff.succeeded();
        } catch (RetriableException e) {
            backoff.failed();
            throw e;
        }
    }

    /** Works from the oldest record to the newest, so that what is done is always at the head of the window. */
    private void write(List<PendingFacts> records, long searchUntil) {
        if (records.isEmpty()) {
            return;
        }
        long start = clock.millis();
        try {
            FactBatch batch = FactBatch.of(records);
            store.merge(batch);
            LOG.debug(
                    "Merged {} records of {} orders in {} ms",
                    records.size(),
                    batch.byOrder().size(),
                    clock.millis() - start);
        } catch (RejectedValueException e) {
            if (records.size() > 1) {
                LOG.debug("Looking for the refused value in {} records", records.size(), e);
                int half = records.size() / 2;
                write(records.subList(0, half), searchUntil);
                if (clock.millis() > searchUntil) {
                    throw new RetriableException("many values are refused; the search for them goes on in a moment");
                }
                write(records.subList(half, records.size()), searchUntil);
                return;
            }
            badRecords.report(records.get(0).record(), e);
        }
        window.removeOldest(records.size());
    }
}
