package org.fulfillmentconnect.source.csv;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The folders below which the operator of a worker lets connectors read, set where no connector's JSON can reach. What
 * counts is where a path leads once its symbolic links are resolved. Outside of them not even whether something exists
 * is told.
 */
public final class CsvRoots {
    public static final String ENVIRONMENT_VARIABLE = "FULFILLMENT_CSV_ROOTS";
    public static final String SYSTEM_PROPERTY = "fulfillment.csv.roots";

    private static final String CSV_DIR = "csv.dir";
    private static final String MAPPING = "mapping";
    private static final int LARGEST_MAPPING = 1 << 20;

    private final List<Path> roots;

    private CsvRoots(List<Path> roots) {
        this.roots = roots;
    }

    /** The roots of this worker; the system property goes before the environment. */
    public static CsvRoots ofWorker() {
        String property = System.getProperty(SYSTEM_PROPERTY);
        return of(property != null ? property : System.getenv(ENVIRONMENT_VARIABLE));
    }

    /**
     * These roots.
     *
     * @param setting folders, separated as the platform separates paths; null or empty for none
     */
    public static CsvRoots of(@Nullable String setting) {
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
    public CsvFolder folder(String csvDir) {
        if (roots.isEmpty()) {
            throw new ConfigException(
                    CSV_DIR,
                    csvDir,
                    "this worker allows no folder to be read. Its operator sets " + ENVIRONMENT_VARIABLE
                            + " in the worker's environment (or the system property " + SYSTEM_PROPERTY
                            + ") to the allowed folders, separated by '" + File.pathSeparator + "'");
        }
        try {
            Path folder = existing(Path.of(csvDir));
            if (!Files.isDirectory(folder)) {
                throw new RefusedException("is no directory");
            }
            if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
                throw new RefusedException("cannot be read by the worker's user");
            }
            return new CsvFolder(csvDir, folder, this);
        } catch (InvalidPathException e) {
            throw new ConfigException(CSV_DIR, csvDir, "is no path");
        } catch (RefusedException e) {
            throw new ConfigException(CSV_DIR, csvDir, e.reason());
        }
    }

    /**
     * The text of a mapping's file, which is UTF-8 and not large.
     *
     * @param path relative to the data set's folder, or absolute
     * @throws ConfigException if it does not exist, cannot be read, is too large, or lies below no root
     */
    public String readMapping(String path, CsvFolder relativeTo) {
        try {
            Path file = regularFile(existing(relativeTo.resolve(Path.of(path))));
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(LARGEST_MAPPING + 1);
                if (bytes.length > LARGEST_MAPPING) {
                    throw new RefusedException("is larger than " + LARGEST_MAPPING + " bytes");
                }
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
                return text.startsWith("\uFEFF") ? text.substring(1) : text;
            }
        } catch (InvalidPathException e) {
            throw new ConfigException(MAPPING, path, "is no path");
        } catch (RefusedException e) {
            throw new ConfigException(MAPPING, path, e.reason());
        } catch (CharacterCodingException e) {
            throw new ConfigException(MAPPING, path, "is not valid UTF-8");
        } catch (IOException e) {
            throw new ConfigException(MAPPING, path, "cannot be read: " + e);
        }
    }

    /** Where this path leads; to be used from then on, so that what is checked is what is opened. */
    private Path existing(Path path) throws RefusedException {
        Path absolute = path.toAbsolutePath().normalize();
        Path real = real(absolute);
        if (real != null && allows(real)) {
            return real;
        }
        Path found = absolute;
        while (found != null && !Files.exists(found, LinkOption.NOFOLLOW_LINKS)) {
            found = found.getParent();
        }
        Path realFound = found == null || found.equals(absolute) ? null : real(found);
        throw new RefusedException(realFound != null && allows(realFound) ? "does not exist" : outside("lies"));
    }

    /** Where something in a folder leads, which itself lies below the roots. */
    Path existingIn(Path folder, String name) throws RefusedException {
        Path path = folder.resolve(name);
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new RefusedException("is missing");
        }
        Path real = real(path);
        if (real == null || !allows(real)) {
            throw new RefusedException(outside("leads"));
        }
        return real;
    }

    static Path regularFile(Path real) throws RefusedException {
        if (!Files.isRegularFile(real)) {
            throw new RefusedException("is no file");
        }
        if (!Files.isReadable(real)) {
            throw new RefusedException("cannot be read by the worker's user");
        }
        return real;
    }

    private static @Nullable Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return null;
        }
    }

    private boolean allows(Path real) {
        for (Path root : roots) {
            Path realRoot = real(root);
            if (realRoot != null && Files.isDirectory(realRoot) && real.startsWith(realRoot)) {
                return true;
            }
        }
        return false;
    }

    private static String outside(String verb) {
        return verb + " below none of the folders that this worker allows (" + ENVIRONMENT_VARIABLE + ")";
    }
}
