package org.fulfillmentconnect.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.fulfillmentconnect.source.csv.CsvFolder;
import org.fulfillmentconnect.source.csv.CsvRoots;
import org.fulfillmentconnect.source.snapshot.Snapshot;
import org.fulfillmentconnect.source.snapshot.SnapshotReader;
import org.fulfillmentconnect.source.snapshot.SnapshotSettings;
import org.fulfillmentconnect.source.snapshot.Wanted;
import org.fulfillmentconnect.source.sort.SortMemory;
import org.fulfillmentconnect.source.sort.SpillFolder;

/** What the settings of a connector say can be checked, and read, only on a worker: its roots, its clock, its files. */
record ReplayStart(CsvRoots roots, SpillFolder spillFolder, Clock clock) {
    static final String SPILL_ENVIRONMENT_VARIABLE = "FULFILLMENT_SPILL_DIR";
    static final String SPILL_SYSTEM_PROPERTY = "fulfillment.spill.dir";
    static final String ERRORS_TOLERANCE = "errors.tolerance";
    static final String TOLERANCE_REFUSED =
            "is refused: Connect has no dead letter queue for sources, so an event that a"
                    + " transform or converter cannot handle would be lost without a trace. Use none; rows that cannot be used"
                    + " go to rejects.topic anyway";

    static ReplayStart ofWorker() {
        return new ReplayStart(CsvRoots.ofWorker(), spillFolderOfWorker(), Clock.systemUTC());
    }

    /** Where the operator of the worker wants files; the system property goes before the environment. */
    private static SpillFolder spillFolderOfWorker() {
        String folder = System.getProperty(SPILL_SYSTEM_PROPERTY);
        folder = folder != null ? folder : System.getenv(SPILL_ENVIRONMENT_VARIABLE);
        boolean set = folder != null && !folder.isBlank();
        return new SpillFolder(Path.of(set ? folder : System.getProperty("java.io.tmpdir")));
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
        checkSpillFolder();
        MappingSetting.read(config.mapping(), roots, roots.folder(config.csvDir()));
        return config;
    }

    /**
     * Refuses a folder that cannot take what does not fit into memory: large data would show it late.
     *
     * @throws ConfigException on {@code sort.memory.bytes}
     */
    void checkSpillFolder() {
        Path folder = spillFolder.path();
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new ConfigException(CsvReplaySourceConfig.SORT_MEMORY_BYTES
                    + ": what does not fit into memory goes to a folder of the worker, but it does not exist or"
                    + " cannot be written: " + folder + ". The worker's operator names one in "
                    + SPILL_ENVIRONMENT_VARIABLE);
        }
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
     * Reads the data set. It takes long for a large one.
     *
     * @throws ConnectException if a file cannot be read
     */
    Snapshot read(CsvReplaySourceConfig config, Wanted wanted) {
        CsvFolder folder = roots.folder(config.csvDir());
        SnapshotSettings settings = new SnapshotSettings(
                config.zone(), config.asOf().orElse(null), config.shards(), config.order(), clock.instant());
        try {
            Snapshot snapshot = SnapshotReader.read(
                    MappingSetting.read(config.mapping(), roots, folder),
                    folder,
                    settings,
                    wanted,
                    new SortMemory(config.sortMemoryBytes(), spillFolder));
            // Positions tell what is in this topic; going on at them in another would leave a gap there.
            return snapshot.identifiedBy(CsvReplaySourceConfig.TOPIC, config.topic());
        } catch (IOException e) {
            throw new ConnectException("Data set " + config.dataset() + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
