package org.fulfillmentconnect.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.IsolationLevel;
import org.fulfillmentconnect.quickstart.Project;
import org.fulfillmentconnect.quickstart.SnapshotGenerator;
import org.fulfillmentconnect.stack.ConnectRest;
import org.fulfillmentconnect.stack.Server;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole pipeline on a cluster whose servers die one after the other, against a replay that nothing happened to. */
@Command(
        name = "cluster",
        usageHelpWidth = 120,
        sortOptions = false,
        description =
                "Replays a generated data set through the whole pipeline, again and again: the source writes the log,"
                        + " the projection and the KPIs store it, each as shipped (connector-configs/*.json) but with"
                        + " three tasks, on three distributed workers with exactly-once, three brokers (every topic has"
                        + " three replicas, two of which must have stored a write), one Elasticsearch and one PostgreSQL."
                        + " In the middle of each replay servers are hit, one after the other at random moments: a worker,"
                        + " a broker, Elasticsearch or PostgreSQL is killed with SIGKILL and starts again, or a worker is"
                        + " halted with SIGSTOP until the others have its tasks, and goes on then, a zombie beside its"
                        + " successors. Each replay must end in the same log, the same documents, to the byte, and the"
                        + " same KPI tables as one without a fault, which comes first. Exit code 1 if this or anything"
                        + " below does not hold.",
        footerHeading = "%nWhat the last line, one JSON object, holds, over all rounds:%n",
        footer = {
            "  rounds                replays with faults",
            "  kills                 servers killed, and how many of each kind: workerKills, brokerKills,"
                    + " elasticsearchKills,",
            "                        postgresKills",
            "  zombies               workers halted past their session and continued",
            "  midway                of all those, how many found the replay begun at their beginning and not complete"
                    + " at",
            "                        their end",
            "  eachKindMidway        whether there was such a one of each kind that happened: a fault that comes after"
                    + " the end",
            "                        of a replay shows nothing. Must be true",
            "  events                in each log",
            "  allComplete           whether in every round all was in the log and in both stores, and committed, within"
                    + " six",
            "                        minutes of the last fault. Must be true",
            "  digestsEqual          whether all logs (keys, values, times and headers of each partition in their"
                    + " order), all",
            "                        indices and all KPI tables held the same. Must be true",
            "  gaps                  events that the log without a fault has and another has not. Must be 0",
            "  unexpected            events the other way round. Must be 0",
            "  duplicates            committed records whose event is in the log already. Must be 0",
            "  outOfOrder            records before an earlier event of their order, or an earlier step. Must be 0",
            "  deadLetters           in the dead letter queues of both sinks. Must be 0",
            "  rejects               rejected rows. Must be 0",
            "  tasksSpread           whether all tasks ran, spread evenly over all workers, before the first fault,"
                    + " over the",
            "                        two others during the fault of a worker, over all again after it, and at the end"
                    + " of each",
            "                        round. Must be true"
        })
final class ClusterSoak extends Run {
    private static final int DEFAULT_ORDERS = 20_000;
    private static final List<String> DEAD_LETTERS = List.of("fulfillment-dlq-projection", "fulfillment-dlq-kpi");

    @Option(names = "--rounds", paramLabel = "N", description = "Replays with faults. Default: 3.")
    private int rounds = 3;

    @Option(names = "--seed", paramLabel = "S", description = "Of the data and of the faults. Default: 1.")
    private long seed = 1;

    @Option(
            names = "--faults",
            paramLabel = "F",
            description = "Faults in each round; of every five in a row one is of each kind. Default: 5.")
    private int faults = 5;

    @Option(
            names = "--seconds",
            paramLabel = "T",
            description =
                    "The source would take so many seconds for a round (replay.speed), so that the faults find it at"
                            + " work; after the last one it goes as fast as it can. Default: 120.")
    private int seconds = 120;

    private final Map<ClusterFault, Integer> done = new EnumMap<>(ClusterFault.class);
    private final Midway midway = new Midway();
    private long events;
    private long gaps;
    private long unexpected;
    private long duplicates;
    private long outOfOrder;
    private long rejects;
    private boolean digestsEqual = true;
    private boolean allComplete = true;
    private boolean tasksSpread = true;

    ClusterSoak() {
        super(DEFAULT_ORDERS);
    }

    @Override
    void check() {
        expect(rounds >= 1, "--rounds", "1 or more");
        expect(faults >= 1, "--faults", "1 or more");
        expect(seconds >= 1, "--seconds", "1 or more");
    }

    @Override
    boolean run(Project project, WorkFolder folder) throws IOException, InterruptedException {
        Path snapshot = snapshot(folder, seed);
        return Cluster.use(project, folder.path(), snapshot, this::soak);
    }

    private boolean soak(Cluster cluster) throws InterruptedException {
        DEAD_LETTERS.forEach(topic -> cluster.broker().createLike(topic, topic));
        ClusterReplay.Outcome clean = clean(cluster);
        Random random = new Random(seed);
        for (int round = 1; round <= rounds; round++) {
            ClusterReplay replay =
                    new ClusterReplay(cluster, "round-" + round, SnapshotGenerator.SPAN.toSeconds() / (double) seconds);
            noteSpread(replay, cluster.rest(), Cluster.SIZE);
            replay.awaitBegun();
            for (ClusterFault.Planned planned : ClusterFault.plan(random, faults)) {
                if (!tasksSpread) {
                    break;
                }
                TimeUnit.MILLISECONDS.sleep(planned.after().toMillis());
                happen(planned, cluster, replay);
            }
            replay.hurry();
            if (!replay.awaitComplete(events)) {
                allComplete = false;
                show("Round %d: NOT complete: %s", round, replay.lag());
            }
            noteSpread(replay, cluster.rest(), Cluster.SIZE);
            compare(round, replay.finish(), clean);
        }
        return figures(deadLetters(cluster));
    }

    private ClusterReplay.Outcome clean(Cluster cluster) throws InterruptedException {
        ClusterReplay replay = new ClusterReplay(cluster, "clean", 0);
        noteSpread(replay, cluster.rest(), Cluster.SIZE);
        events = replay.awaitEnd();
        if (!replay.awaitComplete(events)) {
            throw new IllegalStateException("without a fault the sinks did not store everything");
        }
        ClusterReplay.Outcome clean = replay.finish();
        count(clean.log(), clean);
        show("Without a fault: %,d events", events);
        return clean;
    }

    private void happen(ClusterFault.Planned planned, Cluster cluster, ClusterReplay replay)
            throws InterruptedException {
        done.merge(planned.fault(), 1, Integer::sum);
        switch (planned.fault()) {
            case WORKER_KILL -> {
                Server worker = cluster.workers().get(planned.server()).server();
                worker.kill();
                noteSpread(replay, cluster.restBeside(planned.server()), Cluster.SIZE - 1);
                away(planned, replay);
                worker.start();
            }
            case ZOMBIE -> {
                Server worker = cluster.workers().get(planned.server()).server();
                worker.suspend();
                noteSpread(replay, cluster.restBeside(planned.server()), Cluster.SIZE - 1);
                away(planned, replay);
                worker.resume();
            }
            case BROKER_KILL -> killAndStart(cluster.kafka().brokers().get(planned.server()), planned, replay);
            case ELASTICSEARCH_KILL -> killAndStart(cluster.elasticsearch(), planned, replay);
            case POSTGRES_KILL -> killAndStart(cluster.postgres(), planned, replay);
        }
        // One at a time, also of the brokers.
        cluster.kafka().awaitInSync();
        for (SoakWorker worker : cluster.workers()) {
            worker.awaitJoined();
        }
        // A worker that was halted still tells what was before.
        noteSpread(replay, cluster.restBeside(planned.server()), Cluster.SIZE);
    }

    private void killAndStart(Server server, ClusterFault.Planned planned, ClusterReplay replay)
            throws InterruptedException {
        server.kill();
        away(planned, replay);
        server.start();
    }

    private void away(ClusterFault.Planned planned, ClusterReplay replay) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(planned.length().toMillis());
        boolean hit = !replay.isComplete(events);
        midway.note(planned.fault().toString(), hit);
        show("%s%s", planned, hit ? "" : ", too late");
    }

    private void noteSpread(ClusterReplay replay, ConnectRest rest, int workers) throws InterruptedException {
        if (!replay.awaitSpread(rest, workers)) {
            tasksSpread = false;
            show("NOT all tasks run, evenly on %d workers, but: %s", workers, replay.spread(rest));
        }
    }

    private void compare(int round, ClusterReplay.Outcome outcome, ClusterReplay.Outcome clean) {
        count(clean.log(), outcome);
        boolean equal = outcome.log().digests().equals(clean.log().digests())
                && outcome.stores().equals(clean.stores());
        digestsEqual &= equal;
        show(
                "Round %d ended: %,d events, %s the replay without a fault",
                round, outcome.log().events(), equal ? "equal to" : "NOT equal to");
    }

    private void count(LogAudit clean, ClusterReplay.Outcome outcome) {
        gaps += clean.lackedBy(outcome.log());
        unexpected += outcome.log().lackedBy(clean);
        duplicates += outcome.log().duplicates();
        outOfOrder += outcome.log().outOfOrder();
        rejects += outcome.rejects();
    }

    private static long deadLetters(Cluster cluster) {
        return DEAD_LETTERS.stream()
                .mapToLong(topic -> cluster.broker().read(topic, IsolationLevel.READ_UNCOMMITTED, letter -> {}))
                .sum();
    }

    private boolean figures(long deadLetters) {
        figures.add("rounds", rounds);
        figures.add("kills", done.values().stream().mapToInt(Integer::intValue).sum() - count(ClusterFault.ZOMBIE));
        figures.add("workerKills", count(ClusterFault.WORKER_KILL));
        figures.add("brokerKills", count(ClusterFault.BROKER_KILL));
        figures.add("elasticsearchKills", count(ClusterFault.ELASTICSEARCH_KILL));
        figures.add("postgresKills", count(ClusterFault.POSTGRES_KILL));
        figures.add("zombies", count(ClusterFault.ZOMBIE));
        figures.add("midway", midway.hits());
        figures.add("eachKindMidway", midway.eachKind());
        figures.add("events", events);
        figures.add("digestsEqual", digestsEqual);
        figures.add("allComplete", allComplete);
        figures.add("gaps", gaps);
        figures.add("unexpected", unexpected);
        figures.add("duplicates", duplicates);
        figures.add("outOfOrder", outOfOrder);
        figures.add("deadLetters", deadLetters);
        figures.add("rejects", rejects);
        figures.add("tasksSpread", tasksSpread);
        return events > 0
                && midway.eachKind()
                && digestsEqual
                && allComplete
                && gaps + unexpected + duplicates + outOfOrder + deadLetters + rejects == 0
                && tasksSpread;
    }

    private int count(ClusterFault fault) {
        return done.getOrDefault(fault, 0);
    }
}
