package org.fulfillmentconnect.quickstart;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a replay is, as the source's tasks say in the worker's log. Committed offsets cannot tell: events that a
 * transform dropped last are never committed.
 */
public final class ReplayLog {
    private static final Pattern PROGRESS = Pattern.compile("Replay of (\\S+): task (\\d+) at (\\d+) of (\\d+) events");
    private static final Pattern COMPLETE =
            Pattern.compile("Replay of (\\S+) complete: task (\\d+) handed over (\\d+) events");

    /**
     * One task's progress.
     *
     * @param done events handed over
     * @param total events of its shards
     */
    public record TaskProgress(long done, long total, boolean complete) {}

    private final Path log;
    private final String dataset;
    private final Map<Integer, TaskProgress> tasks = new TreeMap<>();
    private long position;

    /** Follows the log from its present end on. */
    public ReplayLog(Path log, String dataset) {
        this.log = log;
        this.dataset = dataset;
        this.position = log.toFile().length();
    }

    /** The progress of the tasks that have said anything so far, by task number. */
    public Map<Integer, TaskProgress> read() {
        for (String line : newLines()) {
            Matcher complete = COMPLETE.matcher(line);
            Matcher progress = PROGRESS.matcher(line);
            if (complete.find() && complete.group(1).equals(dataset)) {
                long events = Long.parseLong(complete.group(3));
                tasks.put(Integer.parseInt(complete.group(2)), new TaskProgress(events, events, true));
            } else if (progress.find() && progress.group(1).equals(dataset)) {
                tasks.put(
                        Integer.parseInt(progress.group(2)),
                        new TaskProgress(Long.parseLong(progress.group(3)), Long.parseLong(progress.group(4)), false));
            }
        }
        return Map.copyOf(tasks);
    }

    private Iterable<String> newLines() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] bytes = new byte[(int) (file.length() - position)];
            file.seek(position);
            file.readFully(bytes);
            // A line that is still being written is read next time.
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            position += end;
            return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }
}
