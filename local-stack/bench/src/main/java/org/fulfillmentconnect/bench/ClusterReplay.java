package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.IsolationLevel;
import org.fulfillmentconnect.quickstart.Project;
import org.fulfillmentconnect.quickstart.ReplayLog;
import org.fulfillmentconnect.stack.ConnectRest;
import org.fulfillmentconnect.stack.ConnectRestException;

/** One replay of the snapshot through the whole pipeline: a new log, empty indices and tables, connectors of its own. */
final class ClusterReplay {
    private static final String SPEED = "replay.speed";
    private static final int TASKS_EACH = Cluster.SIZE;
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final Duration END_TIMEOUT = Duration.ofMinutes(6);
    private static final long LOOK_MILLIS = 500;
    /** Where in the log the tables are: markers of transactions count there, and no two replays have as many. */
    private static final String PROGRESS_TABLE = "kpi_progress ";

    private final Cluster cluster;
    private final ReplayRound replay;
    private final List<ReplayLog> said;
    private final List<SinkGroup> sinks;
    private final ProjectedIndices indices;
    private final KpiDatabase database;

    /**
     * A replay that begins.
     *
     * @param speed of the source, as {@code replay.speed}; 0 for as fast as it can
     */
    ClusterReplay(Cluster cluster, String name, double speed) {
        this.cluster = cluster;
        this.replay = ReplayRound.create(
                cluster.broker(),
                cluster.project(),
                name,
                Map.of("tasks.max", Integer.toString(TASKS_EACH), SPEED, Double.toString(speed)));
        this.said = cluster.workers().stream()
                .map(worker -> replay.follow(worker.server().log()))
                .toList();
        this.sinks = List.of(sink(Project.PROJECTION), sink(Project.KPI));
        this.indices =
                new ProjectedIndices(cluster.elasticsearch(), cluster.project().connector(Project.PROJECTION));
        this.database = KpiDatabase.first(cluster.postgres());
        cluster.rest().putConfig(replay.name(), replay.config());
    }

    private SinkGroup sink(String shipped) {
        String name = replay.name() + "-" + shipped;
        ObjectNode config = cluster.project().connector(shipped).deepCopy();
        config.put("name", name);
        config.put("topics", replay.topic());
        config.put("tasks.max", Integer.toString(TASKS_EACH));
        cluster.rest().putConfig(name, config);
        return new SinkGroup(cluster.broker(), name, replay.topic());
    }

    /**
     * What is where at the end.
     *
     * @param stores digests of both indices and of the tables
     * @param rejects in the topic of rejects
     */
    record Outcome(LogAudit log, List<String> stores, long rejects) {}

    /** The log's present content, and where each partition's last event ends. */
    private record Log(LogAudit audit, List<Long> ends) {}

    /** Waits until all tasks run and are spread evenly over so many workers, and says whether they are in the end. */
    boolean awaitSpread(ConnectRest rest, int workers) throws InterruptedException {
        return await(() -> spread(rest).isEven(connectors().size() * TASKS_EACH, workers), TIMEOUT);
    }

    /** Which tasks run where. */
    TaskSpread spread(ConnectRest rest) {
        return TaskSpread.of(
                connectors().stream().map(name -> status(rest, name)).toList());
    }

    /** A connector is unknown for a moment when it is new. */
    private static JsonNode status(ConnectRest rest, String connector) {
        try {
            return rest.status(connector);
        } catch (ConnectRestException e) {
            return MissingNode.getInstance();
        }
    }

    private List<String> connectors() {
        return List.of(replay.name(), sinks.get(0).connector(), sinks.get(1).connector());
    }

    /** Lets the source go on as fast as it can. */
    void hurry() {
        ObjectNode config = replay.config().deepCopy();
        config.put(SPEED, "0");
        cluster.rest().putConfig(replay.name(), config);
    }

    /** Waits until something is in the log. */
    void awaitBegun() throws InterruptedException {
        if (!await(() -> written() > 0, TIMEOUT)) {
            throw new IllegalStateException(replay.name() + " did not begin within " + TIMEOUT.toMinutes() + " min");
        }
    }

    /** Whether so many different events are in the log, and both sinks have stored all of it. */
    boolean isComplete(long events) {
        if (written() < events) {
            return false;
        }
        Log log = readLog();
        return log.audit().events() >= events && sinks.stream().allMatch(sink -> sink.hasCommitted(log.ends()));
    }

    /** How far the log and the sinks are, for a message. */
    String lag() {
        Log log = readLog();
        return log.audit().events() + " events; "
                + sinks.stream().map(sink -> sink.lag(log.ends())).collect(Collectors.joining("; "));
    }

    /**
     * Waits for the end of a replay that nothing happened to: as its tasks say, it is at its end.
     *
     * @return how many different events there are
     */
    long awaitEnd() throws InterruptedException {
        if (!await(this::saysItIsComplete, END_TIMEOUT)) {
            throw new IllegalStateException(replay.name() + " did not end within " + END_TIMEOUT.toMinutes() + " min");
        }
        return readLog().audit().events();
    }

    private boolean saysItIsComplete() {
        return said.stream()
                                .flatMap(log -> log.read().entrySet().stream())
                                .filter(task -> task.getValue().complete())
                                .map(Map.Entry::getKey)
                                .collect(Collectors.toSet())
                                .size()
                        == TASKS_EACH
                && cluster.broker().isAllCommitted(replay.topic(), replay.partitions());
    }

    /** Waits until it is complete, and says whether it is in the end. */
    boolean awaitComplete(long events) throws InterruptedException {
        return await(() -> isComplete(events), END_TIMEOUT);
    }

    /** Ends the connectors, looks at what they wrote, and removes it. */
    Outcome finish() throws InterruptedException {
        ConnectRest rest = cluster.rest();
        connectors().forEach(rest::stop);
        if (!await(() -> connectors().stream().allMatch(name -> StatusWatch.isStopped(rest.status(name))), TIMEOUT)) {
            throw new IllegalStateException("the connectors of " + replay.name() + " could not be stopped");
        }
        database.awaitAlone();
        List<String> stores = new ArrayList<>(indices.digests());
        database.digests().stream()
                .filter(table -> !table.startsWith(PROGRESS_TABLE))
                .forEach(stores::add);
        Outcome outcome = new Outcome(
                readLog().audit(),
                List.copyOf(stores),
                cluster.broker().read(replay.rejects(), IsolationLevel.READ_UNCOMMITTED, reject -> {}));
        connectors().forEach(rest::delete);
        indices.aliases().forEach(indices::delete);
        database.empty();
        replay.deleteTopics(cluster.broker());
        return outcome;
    }

    private long written() {
        return cluster.broker().written(replay.topic(), replay.partitions());
    }

    private Log readLog() {
        LogAudit audit = new LogAudit();
        Long[] ends = new Long[replay.partitions()];
        Arrays.fill(ends, 0L);
        cluster.broker().read(replay.topic(), IsolationLevel.READ_COMMITTED, record -> {
            audit.add(record);
            ends[record.partition()] = record.offset() + 1;
        });
        return new Log(audit, List.of(ends));
    }

    private static boolean await(BooleanSupplier reached, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return true;
    }
}
