package org.fulfillmentconnect.source;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;

/** What the settings of a connector say can be checked, and read, only on a worker: its roots, its clock, its files. */
record ReplayStart(CsvRoots roots, Clock clock) {
    static final String ERRORS_TOLERANCE = "errors.tolerance";
    static final String TOLERANCE_REFUSED =
            "is refused: Connect has no dead letter queue for sources, so an event that a"
                    + " transform or converter cannot handle would be lost without a trace. Use none; rows that cannot be used"
                    + " go to rejects.topic anyway";

    static ReplayStart ofWorker() {
        return new ReplayStart(CsvRoots.ofWorker(), Clock.systemUTC());
    }

    /** Whether the worker is told to pass over failing records. */
    static boolean toleratesErrors(Map<String, String> settings) {
        return "all"
                .equalsIgnoreCase(
                        settings.getOrDefault(ERRORS_TOLERANCE, "none").strip());
    }

    /**
     * Refuses what must never run, though it was validated elsewhere.
     *
     * @throws ConnectException saying which setting
     */
    CsvReplaySourceConfig check(Map<String, String> settings) {
        if (toleratesErrors(settings)) {
            throw new ConnectException(ERRORS_TOLERANCE + "=all " + TOLERANCE_REFUSED);
        }
        CsvReplaySourceConfig config = new CsvReplaySourceConfig(settings);
        checkAsOf(config.asOf());
        roots.folder(config.csvDir());
        return config;
    }

    /**
     * Refuses an as-of instant that has not come: the broker takes no events from the future.
     *
     * @throws ConfigException on {@code as.of}
     */
    void checkAsOf(Optional<Instant> setting) {
        setting.filter(clock.instant()::isBefore).ifPresent(asOf -> {
            throw new ConfigException(
                    CsvReplaySourceConfig.AS_OF, asOf, "lies in the future; expected a past instant, or empty");
        });
    }

    /**
     * Reads the data set.
     *
     * @throws ConnectException if a file cannot be read
     */
    Snapshot read(CsvReplaySourceConfig config, Set<Integer> wantedShards, boolean keepsRejects) {
        SnapshotSettings settings =
                new SnapshotSettings(config.zone(), config.asOf().orElse(null), config.shards(), clock.instant());
        try {
            return Snapshot.read(config.mapping(), roots.folder(config.csvDir()), settings, wantedShards, keepsRejects);
        } catch (IOException e) {
            throw new ConnectException("Data set " + config.dataset() + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
