package org.fulfillmentconnect.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The heap as a JVM's own log of its collections tells it; made with {@link #option}. */
final class GcLog {
    private static final Pattern COLLECTION = Pattern.compile("Pause .* (\\d+)M->(\\d+)M\\(\\d+M\\)");

    /**
     * The highest occupancy of the heap, in MiB, around the collections of some time; 0 where there was none.
     *
     * @param after what collections left: live data, and what was promoted and is dead by now
     * @param before what was there when they began
     */
    record Peak(long after, long before) {
        Peak or(Peak other) {
            return new Peak(Math.max(after, other.after), Math.max(before, other.before));
        }
    }

    private final Path file;

    GcLog(Path file) {
        this.file = file;
    }

    String option() {
        return "-Xlog:gc:file=" + file + "::filecount=0";
    }

    /** Where the log ends now. */
    long position() {
        return file.toFile().length();
    }

    /** The peak since a position. */
    Peak since(long position) {
        return peak(linesSince(position));
    }

    /** What the last full collection since a position left, in MiB. */
    long afterLastFullCollection(long position) {
        return afterLastFullCollection(linesSince(position));
    }

    static long afterLastFullCollection(String lines) {
        Matcher collection = COLLECTION.matcher(lines);
        long after = -1;
        while (collection.find()) {
            after = collection.group().startsWith("Pause Full") ? Long.parseLong(collection.group(2)) : after;
        }
        if (after < 0) {
            throw new IllegalStateException("the log of collections holds no full one");
        }
        return after;
    }

    private String linesSince(long position) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(position);
            byte[] bytes = new byte[(int) (log.length() - position)];
            log.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static Peak peak(String lines) {
        Peak peak = new Peak(0, 0);
        Matcher collection = COLLECTION.matcher(lines);
        while (collection.find()) {
            peak = peak.or(new Peak(Long.parseLong(collection.group(2)), Long.parseLong(collection.group(1))));
        }
        return peak;
    }
}
