package org.fulfillmentconnect.source;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The folders below which the operator of a worker lets connectors read, set where no connector's JSON can reach. What
 * counts is where a path leads once its symbolic links are resolved.
 */
final class CsvRoots {
    static final String ENVIRONMENT_VARIABLE = "FULFILLMENT_CSV_ROOTS";
    static final String SYSTEM_PROPERTY = "fulfillment.csv.roots";

    private final List<Path> roots;

    private CsvRoots(List<Path> roots) {
        this.roots = roots;
    }

    /** The roots of this worker; the system property goes before the environment. */
    static CsvRoots ofWorker() {
        String property = System.getProperty(SYSTEM_PROPERTY);
        return of(property != null ? property : System.getenv(ENVIRONMENT_VARIABLE));
    }

    /**
     * These roots.
     *
     * @param setting folders, separated as the platform separates paths; null or empty for none
     */
    static CsvRoots of(@Nullable String setting) {
        return new CsvRoots(Stream.of((setting == null ? "" : setting).split(Pattern.quote(File.pathSeparator), -1))
                .filter(root -> !root.isBlank())
                .map(root -> Path.of(root.strip()).toAbsolutePath().normalize())
                .toList());
    }

    /**
     * The data set's folder.
     *
     * @throws ConfigException if it does not exist, cannot be read, or lies below no root
     */
    CsvFolder folder(String csvDir) {
        if (roots.isEmpty()) {
            throw refused(
                    csvDir,
                    "this worker allows no folder to be read. Its operator sets " + ENVIRONMENT_VARIABLE
                            + " in the worker's environment (or the system property " + SYSTEM_PROPERTY
                            + ") to the allowed folders, separated by '" + File.pathSeparator + "'");
        }
        Path path = path(csvDir);
        if (!Files.exists(path)) {
            // Outside the roots not even whether something exists is told.
            throw roots.stream().anyMatch(path::startsWith)
                    ? refused(csvDir, "does not exist")
                    : refused(csvDir, outside("lies"));
        }
        if (!allows(path)) {
            throw refused(csvDir, outside("lies"));
        }
        if (!Files.isDirectory(path)) {
            throw refused(csvDir, "is no directory");
        }
        if (!Files.isReadable(path) || !Files.isExecutable(path)) {
            throw refused(csvDir, "cannot be read by the worker's user");
        }
        return new CsvFolder(csvDir, path, this);
    }

    private static Path path(String csvDir) {
        try {
            return Path.of(csvDir).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw refused(csvDir, "is no path");
        }
    }

    /** Whether this existing path, with its symbolic links resolved, lies below one of the roots. */
    boolean allows(Path path) {
        try {
            Path real = path.toRealPath();
            for (Path root : roots) {
                if (Files.isDirectory(root) && real.startsWith(root.toRealPath())) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    static String outside(String verb) {
        return verb + " below none of the folders that this worker allows (" + ENVIRONMENT_VARIABLE + ")";
    }

    static ConfigException refused(String csvDir, String reason) {
        return new ConfigException(CsvReplaySourceConfig.CSV_DIR, csvDir, reason);
    }
}
