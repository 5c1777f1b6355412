package org.fulfillmentconnect.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.fulfillmentconnect.stack.ConnectRest;

/** The shipped connectors on a running stack: created, and followed until everything is drained. */
final class Pipeline {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 500;

    /** What the three stages are called in reports. */
    enum Stage {
        REPLAYED("replay"),
        PROJECTED("projection"),
        AGGREGATED("kpi");

        private final String reportName;

        Stage(String reportName) {
            this.reportName = reportName;
        }

        String reportName() {
            return reportName;
        }
    }

    /**
     * How far one stage is.
     *
     * @param done events replayed; offsets stored
     * @param total as far as known by now
     */
    record Progress(long done, long total, boolean drained) {}

    private final PipelineStack stack;
    private final Project project;
    private final Map<String, String> changes;
    private final ConnectRest rest;
    private final long startedNanos = System.nanoTime();

    /** @param changes settings of all three connectors that are not as shipped */
    Pipeline(PipelineStack stack, Project project, Map<String, String> changes) {
        this.stack = stack;
        this.project = project;
        this.changes = changes;
        this.rest = stack.rest();
    }

    /** Creates the three connectors from the shipped JSON, the sinks first. */
    ReplayLog create() {
        ReplayLog replay = new ReplayLog(
                stack.connect().log(),
                project.connector(Project.SOURCE).path("dataset").asText());
        for (String connector : new String[] {Project.PROJECTION, Project.KPI, Project.SOURCE}) {
            ObjectNode config = project.connector(connector).deepCopy();
            changes.forEach(config::put);
            rest.putConfig(connector, config);
        }
        for (String connector : new String[] {Project.PROJECTION, Project.KPI, Project.SOURCE}) {
            rest.awaitRunning(connector, START_TIMEOUT);
        }
        return replay;
    }

    /**
     * Waits until the replay is complete and both sinks have stored all of it.
     *
     * @param show is given the progress of every stage twice a second
     * @return seconds from the creation of this object to the end of each stage, and of all as {@code total}
     * @throws RuntimeException if a connector fails, with its trace
     */
    Map<String, Double> awaitDrained(ReplayLog replay, Duration timeout, Consumer<Map<Stage, Progress>> show)
            throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        String topic = project.connector(Project.SOURCE).path("topic").asText();
        String bootstrapServers = stack.kafka().bootstrapServers();
        Map<String, Double> seconds = new LinkedHashMap<>();
        try (SinkProgress projection = new SinkProgress(bootstrapServers, Project.PROJECTION, topic);
                SinkProgress kpi = new SinkProgress(bootstrapServers, Project.KPI, topic)) {
            while (true) {
                Map<Stage, Progress> progress = new HashMap<>();
                Progress replayed = replayed(replay);
                progress.put(Stage.REPLAYED, replayed);
                progress.put(Stage.PROJECTED, stored(projection, replayed.drained()));
                progress.put(Stage.AGGREGATED, stored(kpi, replayed.drained()));
                for (Stage stage : Stage.values()) {
                    Progress reached = progress.get(stage);
                    if (reached != null && reached.drained()) {
                        seconds.putIfAbsent(stage.reportName(), elapsedSeconds());
                    }
                }
                show.accept(progress);
                if (seconds.size() == Stage.values().length) {
                    seconds.put("total", elapsedSeconds());
                    return seconds;
                }
                // A failed task would be waited for in vain.
                for (String connector : new String[] {Project.SOURCE, Project.PROJECTION, Project.KPI}) {
                    rest.awaitRunning(connector, START_TIMEOUT);
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("not drained within " + timeout.toSeconds() + " s: " + progress);
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    private Progress replayed(ReplayLog replay) {
        Map<Integer, ReplayLog.TaskProgress> tasks = replay.read();
        long done =
                tasks.values().stream().mapToLong(ReplayLog.TaskProgress::done).sum();
        long total =
                tasks.values().stream().mapToLong(ReplayLog.TaskProgress::total).sum();
        JsonNode running = rest.status(Project.SOURCE).path("tasks");
        boolean complete = !tasks.isEmpty()
                && tasks.size() == running.size()
                && tasks.values().stream().allMatch(ReplayLog.TaskProgress::complete);
        return new Progress(done, total, complete);
    }

    private static Progress stored(SinkProgress sink, boolean replayed) {
        SinkProgress.Offsets offsets = sink.offsets();
        boolean drained = replayed && sink.isDrained();
        return new Progress(drained ? offsets.end() : offsets.stored(), offsets.end(), drained);
    }

    private double elapsedSeconds() {
        return Math.round((System.nanoTime() - startedNanos) / 1e8) / 10.0;
    }
}
