package org.fulfillmentconnect.source;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How the rows of a data set's files become records: which files, which joins, which rules. */
interface Mapping {
    /** The files it reads. */
    List<TableFormat> tables();

    /** What of the mapping itself decides the records, for the fingerprint: its name, the version of its rules. */
    Map<String, String> identity();

    /**
     * Reads the files and plans their records, in any order.
     *
     * @param input the files; it also takes the rows that cannot be used
     */
    Read read(SnapshotInput input, Consumer<PlannedRecord> plan) throws IOException;

    /**
     * What was read.
     *
     * @param asOf the instant up to which facts were taken; null if there is no fact
     */
    record Read(@Nullable Instant asOf, long orders) {}

    /**
     * The built-in mapping of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Mapping named(String name) {
        if (name.equals(OlistMapping.NAME)) {
            return new OlistMapping();
        }
        throw new IllegalArgumentException("no mapping " + name);
    }
}
