package org.fulfillmentconnect.source.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.fulfillmentconnect.source.sort.SortMemory;
import org.jspecify.annotations.Nullable;

/**
 * A data set as it was read.
 *
 * @param asOf the instant up to which facts were taken; null if there is no fact
 * @param rowsByFile how many rows each file has, good and bad
 * @param badRows how many rows could not be used by themselves
 * @param rowCounts what became of the good rows, one text for each place where a table is used
 */
public record Snapshot(
        Fingerprint fingerprint,
        @Nullable Instant asOf,
        Map<String, Long> rowsByFile,
        long badRows,
        List<String> rowCounts,
        SortedRecords records,
        RejectedRows rejects,
        SortMemory memory)
        implements Closeable {

    /** The same data with a further part in their fingerprint. */
    public Snapshot identifiedBy(String name, String value) {
        return new Snapshot(
                fingerprint.with(name, value), asOf, rowsByFile, badRows, rowCounts, records, rejects, memory);
    }

    /** Gives up its memory and files. */
    @Override
    public void close() throws IOException {
        records.close();
        rejects.close();
        memory.close();
    }
}
