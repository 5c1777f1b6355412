package org.fulfillmentconnect.source.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;

/** The folder of a data set. Each of its files, too, must lie below the allowed roots once links are resolved. */
public final class CsvFolder {
    /** What makes a name a pattern. */
    private static final Pattern WILDCARD = Pattern.compile("[*?\\[\\]{}\\\\]");

    private final String setting;
    private final Path folder;
    private final CsvRoots roots;

    CsvFolder(String setting, Path folder, CsvRoots roots) {
        this.setting = setting;
        this.folder = folder;
        this.roots = roots;
    }

    Path resolve(Path path) {
        return folder.resolve(path);
    }

    /**
     * The files that match a glob such as {@code orders-*.csv.gz}, sorted by name. A wildcard matches within a name,
     * never over a {@code /}, and no leading dot: what an upload leaves half done is often named so.
     *
     * @param glob relative to this folder; sub-folders are separated by {@code /}
     * @throws ConfigException on {@code csv.dir} if none matches, or one leads out of the roots, is no file or cannot
     *     be read
     */
    public List<String> files(String glob) {
        List<Match> matches = List.of(new Match("", folder));
        boolean wild = false;
        for (String name : names(glob)) {
            List<Match> below = new ArrayList<>();
            boolean pattern = WILDCARD.matcher(name).find();
            wild |= pattern;
            for (Match match : matches) {
                for (String child : pattern ? matching(glob, match, name) : List.of(name)) {
                    // Below another wildcard a folder need not have what others have.
                    if (pattern || !wild || Files.exists(match.real().resolve(child), LinkOption.NOFOLLOW_LINKS)) {
                        below.add(child(match, child));
                    }
                }
            }
            matches = below;
        }
        if (matches.isEmpty()) {
            throw refused(glob, "matches no file");
        }
        return matches.stream().map(this::regularFile).sorted().toList();
    }

    /**
     * The bytes of the text of a file, decompressed if its name ends in {@code .gz} or {@code .zst}. Reading from it
     * throws an IOException that names the file if the file is damaged.
     *
     * @throws ConfigException on {@code csv.dir} if it is missing, cannot be read, or leads out of the allowed roots
     */
    public InputStream open(String file) throws IOException {
        Match match = new Match("", folder);
        for (String name : names(file)) {
            match = child(match, name);
        }
        regularFile(match);
        return FileBytes.open(file, match.real());
    }

    /**
     * Something below this folder.
     *
     * @param name relative to this folder; empty for itself
     * @param real where it leads: what was checked is what is opened, also where a link is moved meanwhile
     */
    private record Match(String name, Path real) {}

    private Match child(Match parent, String child) {
        String name = parent.name().isEmpty() ? child : parent.name() + "/" + child;
        if (!Files.isDirectory(parent.real())) {
            throw refused(name, "is missing");
        }
        try {
            return new Match(name, roots.existingIn(parent.real(), child));
        } catch (RefusedException e) {
            throw refused(name, e.reason());
        }
    }

    private String regularFile(Match match) {
        try {
            CsvRoots.regularFile(match.real());
            return match.name();
        } catch (RefusedException e) {
            throw refused(match.name(), e.reason());
        }
    }

    private List<String> matching(String glob, Match parent, String pattern) {
        if (!Files.isDirectory(parent.real())) {
            return List.of();
        }
        PathMatcher matcher = matcher(glob, pattern);
        try (Stream<Path> children = Files.list(parent.real())) {
            return children.map(Path::getFileName)
                    .filter(matcher::matches)
                    .map(Path::toString)
                    .filter(name -> name.startsWith(".") == pattern.startsWith("."))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw refused(parent.name().isEmpty() ? glob : parent.name(), "cannot be read by the worker's user");
        }
    }

    private PathMatcher matcher(String glob, String pattern) {
        try {
            return folder.getFileSystem().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            throw refused(glob, "is no glob: " + e.getDescription());
        }
    }

    private List<String> names(String path) {
        List<String> names = List.of(path.split("/", -1));
        try {
            if (folder.getFileSystem().getPath(path).isAbsolute()) {
                throw refused(path, "is absolute; expected a path relative to the folder");
            }
        } catch (InvalidPathException e) {
            throw refused(path, "is no path");
        }
        for (String name : names) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                throw refused(path, "has a name that is empty, '.' or '..'");
            }
            if (name.contains("**")) {
                throw refused(path, "has '**'; expected a pattern for each sub-folder, such as */*.csv");
            }
        }
        return names;
    }

    private ConfigException refused(String file, String reason) {
        return new ConfigException("csv.dir", setting, file + ": " + reason);
    }
}
