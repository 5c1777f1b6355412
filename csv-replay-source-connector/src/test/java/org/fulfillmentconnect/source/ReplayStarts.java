package org.fulfillmentconnect.source;

import java.nio.file.Path;
import java.time.Clock;
import org.fulfillmentconnect.source.csv.CsvRoots;
import org.fulfillmentconnect.source.sort.SpillFolder;
import org.jspecify.annotations.Nullable;

/** What a worker gives, for tests. */
final class ReplayStarts {
    private ReplayStarts() {}

    static ReplayStart of(@Nullable String root, Clock clock) {
        return new ReplayStart(
                CsvRoots.of(root), new SpillFolder(Path.of(System.getProperty("java.io.tmpdir"))), clock);
    }
}
