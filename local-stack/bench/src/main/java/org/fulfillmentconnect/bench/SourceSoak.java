package org.fulfillmentconnect.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.IsolationLevel;
import org.fulfillmentconnect.quickstart.Project;
import org.fulfillmentconnect.quickstart.ReplayLog;
import org.fulfillmentconnect.stack.ConnectWorker;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The replay source under {@code kill -9} of its worker, against a replay that nothing happened to. */
@Command(
        name = "source",
        usageHelpWidth = 120,
        sortOptions = false,
        description =
                "Replays a generated data set as shipped (connector-configs/olist-replay.json on a distributed worker"
                        + " with exactly-once), kills the worker with SIGKILL at random points and starts it again, replay after"
                        + " replay, until so many kills are done and the last replay is complete. Then every log must equal that of"
                        + " a replay without a kill. Exit code 1 if one does not.",
        footerHeading = "%nWhat the last line, one JSON object, holds, over all replays:%n",
        footer = {
            "  kills, replays        done",
            "  midway                kills that found some of the events in the log, and not all of them committed",
            "  events                in each log",
            "  abortedRecords        records of aborted transactions in the logs, which read_committed readers skip",
            "  duplicates            committed records whose event is in the log already",
            "  missing, unexpected   events that the log without a kill has, or has not",
            "  outOfOrder            records that come before an earlier event of their order, or an earlier step",
            "  rejects               rejected rows in each topic of rejects",
            "  rejectsDuplicated     rejected rows that are there more than once",
            "  rejectsWrong          rejected rows that are missing, or should not be there",
            "  digestsEqual          each partition has the same keys, values, times and headers in the same order"
        })
final class SourceSoak extends Run {
    private static final int DEFAULT_ORDERS = 100_000;
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 5;
    private static final long LOOK_FOR_THE_END_NANOS = Duration.ofMillis(250).toNanos();

    @Option(names = "--kills", paramLabel = "K", description = "How often to kill. Default: 20.")
    private int kills = 20;

    @Option(names = "--seed", paramLabel = "S", description = "Of the data and of the kills. Default: 1.")
    private long seed = 1;

    @Option(names = "--bad-rows", paramLabel = "N", description = "Rows to be rejected. Default: 1000.")
    private int badRows = 1_000;

    @Option(names = "--tasks", paramLabel = "T", description = "tasks.max. Default: as shipped.")
    private int tasks;

    @Option(
            names = "--at-least-once",
            description =
                    "A worker without exactly-once: duplicates, also of rejects, and what follows from them are shown"
                            + " and not held against it.")
    private boolean atLeastOnce;

    /** In the log of the replay without a kill. */
    private long events;

    private int killed;
    private int midway;

    /** A replay's log and rejects, as they are read once it is complete. */
    private record Outcome(LogAudit log, Map<String, Integer> rejects, long aborted) {}

    SourceSoak() {
        super(DEFAULT_ORDERS);
    }

    @Override
    void check() {
        expect(kills >= 0, "--kills", "0 or more");
        expect(badRows >= 0, "--bad-rows", "0 or more");
        expect(tasks >= 0, "--tasks", "0 or more");
    }

    @Override
    boolean run(Project project, WorkFolder folder) throws IOException, InterruptedException {
        Path snapshot = snapshot(folder, seed);
        BadRows.appendTo(snapshot, badRows);
        try (BenchBroker broker = BenchBroker.start(folder.path(), project);
                ConnectWorker worker = broker.worker("soak-worker", project.pluginPath(), snapshot)
                        // A dead worker holds its group up for so long.
                        .setting("session.timeout.ms", "6000")
                        .setting("heartbeat.interval.ms", "1500")
                        .setting("exactly.once.source.support", atLeastOnce ? "disabled" : "enabled")
                        .start()) {
            return run(project, broker, worker);
        }
    }

    private boolean run(Project project, BenchBroker broker, ConnectWorker worker)
            throws IOException, InterruptedException {
        Outcome clean = replay(project, broker, worker, "clean", null);
        events = clean.log().events();
        show("Without a kill: %,d events, %,d rejects", events, clean.rejects().size());

        Random random = new Random(seed);
        int replays = 0;
        long aborted = 0;
        long duplicates = clean.log().duplicates();
        long missing = 0;
        long unexpected = 0;
        long outOfOrder = clean.log().outOfOrder();
        long rejectsDuplicated = duplicated(clean.rejects());
        long rejectsWrong = Math.abs(clean.rejects().size() - badRows);
        boolean digestsEqual = true;
        while (killed < kills) {
            replays++;
            Outcome outcome = replay(project, broker, worker, "killed-" + replays, () -> KillPlan.next(random, events));
            LogAudit log = outcome.log();
            aborted += outcome.aborted();
            duplicates += log.duplicates();
            missing += clean.log().lackedBy(log);
            unexpected += log.lackedBy(clean.log());
            outOfOrder += log.outOfOrder();
            rejectsDuplicated += duplicated(outcome.rejects());
            rejectsWrong += wrong(clean.rejects(), outcome.rejects());
            boolean equal = log.digests().equals(clean.log().digests());
            digestsEqual &= equal;
            show(
                    "Replay %d complete: %,d events, %,d aborted records, %s the log without a kill",
                    replays, log.events(), outcome.aborted(), equal ? "equal to" : "NOT equal to");
        }

        figures.add("kills", killed);
        figures.add("midway", midway);
        figures.add("replays", replays);
        figures.add("events", events);
        figures.add("abortedRecords", aborted);
        figures.add("duplicates", duplicates);
        figures.add("missing", missing);
        figures.add("unexpected", unexpected);
        figures.add("outOfOrder", outOfOrder);
        figures.add("rejects", clean.rejects().size());
        figures.add("rejectsDuplicated", rejectsDuplicated);
        figures.add("rejectsWrong", rejectsWrong);
        figures.add("digestsEqual", digestsEqual);
        boolean nothingLost = events > 0 && missing + unexpected + rejectsWrong == 0;
        boolean exactlyOnce = duplicates + outOfOrder + rejectsDuplicated == 0 && digestsEqual;
        return nothingLost && (exactlyOnce || atLeastOnce);
    }

    @FunctionalInterface
    private interface Plans {
        KillPlan next();
    }

    /** One replay to its end; without plans, nothing is killed. */
    private Outcome replay(
            Project project, BenchBroker broker, ConnectWorker worker, String name, @Nullable Plans plans)
            throws InterruptedException {
        Map<String, String> changes = new HashMap<>();
        // A worker that starts again waits until what the killed one left open has timed out.
        changes.put("producer.override.transaction.timeout.ms", "10000");
        if (tasks > 0) {
            changes.put("tasks.max", Integer.toString(tasks));
        }
        ReplayRound replay = ReplayRound.create(broker, project, name, changes);
        ReplayLog said = replay.follow(worker.log());
        worker.rest().putConfig(name, replay.config());
        while (plans != null && killed < kills) {
            KillPlan plan = plans.next();
            if (runsToItsEnd(replay, broker, worker, said, plan)) {
                break;
            }
            worker.kill();
            killed++;
            tell(replay, broker);
            said = replay.follow(worker.log());
            worker.start();
        }
        if (!runsToItsEnd(replay, broker, worker, said, new KillPlan(Long.MAX_VALUE, TIMEOUT))) {
            throw new IllegalStateException(
                    "%s was not complete after %d min; see %s".formatted(name, TIMEOUT.toMinutes(), worker.log()));
        }
        worker.rest().delete(name);
        return read(replay, broker);
    }

    /** Waits until the replay is complete and committed, or until its worker is to be killed. */
    private static boolean runsToItsEnd(
            ReplayRound replay, BenchBroker broker, ConnectWorker worker, ReplayLog said, KillPlan plan)
            throws InterruptedException {
        long started = System.nanoTime();
        long before = broker.written(replay.topic(), replay.partitions());
        long lookForTheEnd = started;
        while (!plan.isDue(
                broker.written(replay.topic(), replay.partitions()) - before,
                Duration.ofNanos(System.nanoTime() - started))) {
            if (System.nanoTime() > lookForTheEnd) {
                lookForTheEnd = System.nanoTime() + LOOK_FOR_THE_END_NANOS;
                if (replay.isComplete(said, worker.rest())) {
                    // Also the rejects, and the offsets of events that a transform dropped last.
                    worker.rest().awaitRunning(replay.name(), START_TIMEOUT);
                    if (broker.isAllCommitted(replay.topic(), replay.partitions())
                            && broker.isAllCommitted(replay.rejects(), 1)) {
                        return true;
                    }
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return false;
    }

    private void tell(ReplayRound replay, BenchBroker broker) {
        long written = broker.read(replay.topic(), IsolationLevel.READ_UNCOMMITTED, record -> {});
        long committed = broker.read(replay.topic(), IsolationLevel.READ_COMMITTED, record -> {});
        midway += written > 0 && committed < events ? 1 : 0;
        show("Kill %d in %s: %,d records written, %,d committed", killed, replay.name(), written, committed);
    }

    private static Outcome read(ReplayRound replay, BenchBroker broker) {
        LogAudit audit = new LogAudit();
        long committed = broker.read(replay.topic(), IsolationLevel.READ_COMMITTED, audit::add);
        long written = broker.read(replay.topic(), IsolationLevel.READ_UNCOMMITTED, record -> {});
        Map<String, Integer> rejects = new HashMap<>();
        broker.read(
                replay.rejects(),
                IsolationLevel.READ_COMMITTED,
                reject -> rejects.merge(new String(reject.key(), StandardCharsets.UTF_8), 1, Integer::sum));
        return new Outcome(audit, rejects, written - committed);
    }

    private static long duplicated(Map<String, Integer> rejects) {
        return rejects.values().stream().filter(times -> times > 1).count();
    }

    private static long wrong(Map<String, Integer> expected, Map<String, Integer> rejects) {
        Set<String> different = new HashSet<>(expected.keySet());
        different.addAll(rejects.keySet());
        different.removeIf(key -> expected.containsKey(key) && rejects.containsKey(key));
        return different.size();
    }
}
