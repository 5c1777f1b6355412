package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.IsolationLevel;
import org.fulfillmentconnect.quickstart.Project;
import org.fulfillmentconnect.stack.ConnectWorker;
import org.fulfillmentconnect.stack.ElasticsearchServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The projection under dying and hanging workers and nodes, against a load that nothing happened to. */
@Command(
        name = "projection",
        usageHelpWidth = 120,
        sortOptions = false,
        description =
                "Loads a filled log again and again into a real Elasticsearch node, with the projection as shipped"
                        + " (connector-configs/shipment-projection.json, two tasks) on two distributed workers. In the middle of each"
                        + " load something happens: a worker is killed with SIGKILL and starts again; a worker is halted with SIGSTOP"
                        + " until the other one has its partitions, and goes on then, a zombie beside its successor; the node is"
                        + " killed and starts again. Last, the node is away for long. Each load must end in the same documents, to"
                        + " the byte, as one that nothing happened to, without dead letters and with all tasks running; of each"
                        + " kind of fault one at least must have hit its load midway; and in the outage, what is alive on a worker's"
                        + " heap must not grow by more than " + ProjectionSoak.MAX_HEAP_GROWTH_MB
                        + " MiB. Exit code 1 if any of"
                        + " this does not hold.",
        footerHeading = "%nWhat the last line, one JSON object, holds:%n",
        footer = {
            "  rounds                loads in which something happened, beside that of the long outage",
            "  kills, zombies, nodeKills  done",
            "  midway                of all those and the outage, how many found the load begun and not complete at their end",
            "  eachKindMidway        whether there was such a one of each kind that happened: a fault that comes after the end of",
            "                        a load shows nothing. A single one may come too late where others of its kind did not",
            "  events                in the log",
            "  outageSeconds         for how long the node was away in the last load: half the time halted, then dead",
            "  tasksAlwaysRunning    whether every look at the connector's status, twice a second, found all tasks RUNNING in",
            "                        all kills of the node and in the outage",
            "  digestsEqual          whether both indices held the same, to the byte, at the end of all loads",
            "  deadLetters           in the dead letter queue at the end",
            "  heapGrowthMb          by how much what is alive on a worker's heap grew at most in the outage, from its first",
            "                        eighth (4 s at least) on, after full collections; at most "
                    + ProjectionSoak.MAX_HEAP_GROWTH_MB + ", what one",
            "                        task may hold in flight as shipped (inflight.max.bytes) and read in after the first look"
        })
final class ProjectionSoak extends Run {
    private static final int DEFAULT_ORDERS = 20_000;
    private static final String FILLER = "soak-filler";
    private static final String GROUP = "soak-workers";
    private static final String DEAD_LETTERS = "fulfillment-dlq-projection";
    private static final double EARLY = 0.01;
    private static final int LONGEST_ZOMBIE_MILLIS = 1_000;
    /** As much as one task holds in flight as shipped. */
    static final int MAX_HEAP_GROWTH_MB = 64;

    @Option(names = "--rounds", paramLabel = "R", description = "Loads with a fault each. Default: 6.")
    private int rounds = 6;

    @Option(names = "--seed", paramLabel = "S", description = "Of the data and of the faults. Default: 1.")
    private long seed = 1;

    @Option(names = "--outage-seconds", paramLabel = "N", description = "How long the node is away. Default: 40.")
    private int outageSeconds = 40;

    @Option(names = "--heap", paramLabel = "MIB", description = "Elasticsearch's heap in MiB. Default: 1024.")
    private int heap = 1024;

    @Option(names = "--worker-heap", paramLabel = "MIB", description = "A worker's heap in MiB. Default: 768.")
    private int workerHeap = 768;

    private final Midway midway = new Midway();
    private boolean alwaysRunning = true;
    private boolean digestsEqual = true;

    ProjectionSoak() {
        super(DEFAULT_ORDERS);
    }

    @Override
    void check() {
        expect(rounds >= 0, "--rounds", "0 or more");
        expect(outageSeconds >= 0, "--outage-seconds", "0 or more");
        expect(heap >= 1, "--heap", "1 or more");
        expect(workerHeap >= 1, "--worker-heap", "1 or more");
    }

    /** What the loads run on. */
    private record Stand(
            BenchBroker broker,
            ElasticsearchServer node,
            List<SoakWorker> workers,
            ProjectedIndices indices,
            FilledLog log,
            JsonNode shipped) {

        SoakLoad load(String name, SoakWorker spared) throws InterruptedException {
            SoakLoad load = new SoakLoad(broker, indices, log, spared.rest(), shipped, name);
            load.awaitRunning();
            return load;
        }
    }

    @Override
    boolean run(Project project, WorkFolder folder) throws IOException, InterruptedException {
        Path snapshot = snapshot(folder, seed);
        try (BenchBroker broker = BenchBroker.start(folder.path(), project);
                ElasticsearchServer node = ElasticsearchServer.in(folder.path())
                        .heapMegabytes(heap)
                        .start()) {
            FilledLog log;
            try (MeasuredWorker filler =
                    MeasuredWorker.start(broker, FILLER, project.pluginPath(), snapshot, folder.path())) {
                log = FilledLog.fill(project, broker, filler);
            }
            show("Filled the log with %,d events", log.events());
            broker.createLike(DEAD_LETTERS, DEAD_LETTERS);
            JsonNode shipped = project.connector(Project.PROJECTION);
            ProjectedIndices indices = new ProjectedIndices(node, shipped);
            try (SoakWorker one = worker(project, folder, snapshot, broker, node, 1);
                    SoakWorker other = worker(project, folder, snapshot, broker, node, 2)) {
                return soak(new Stand(broker, node, List.of(one, other), indices, log, shipped));
            }
        }
    }

    private SoakWorker worker(
            Project project,
            WorkFolder folder,
            Path snapshot,
            BenchBroker broker,
            ElasticsearchServer node,
            int number) {
        String name = "soak-worker-" + number;
        ConnectWorker.Builder worker = broker.worker(name, project.pluginPath(), snapshot)
                .heapMegabytes(workerHeap)
                .setting("group.id", GROUP)
                .environment("FULFILLMENT_ELASTICSEARCH_URL", node.url());
        for (String topic : List.of("config", "offset", "status")) {
            worker.setting(topic + ".storage.topic", GROUP + "-" + topic);
        }
        return SoakWorker.start(worker, name, folder.path());
    }

    private boolean soak(Stand stand) throws IOException, InterruptedException {
        List<String> clean = stand.load("clean", stand.workers().get(0)).finish();
        show("Without a fault: %s", clean);
        Map<SoakFault, Integer> done = new EnumMap<>(SoakFault.class);
        Random random = new Random(seed);
        for (SoakFault.Planned planned : SoakFault.plan(random, rounds)) {
            int count = done.merge(planned.fault(), 1, Integer::sum);
            String name = planned.fault().name().toLowerCase(Locale.ROOT) + "-" + count;
            SoakWorker hit = stand.workers().get(planned.worker());
            SoakLoad load = stand.load(name, stand.workers().get(1 - planned.worker()));
            load.awaitStored(planned.at());
            switch (planned.fault()) {
                case WORKER_KILL -> {
                    hit.server().kill();
                    load.awaitSuccessor();
                    noteWhetherMidway(load, planned.fault());
                    hit.server().start();
                }
                case ZOMBIE -> {
                    hit.server().suspend();
                    load.awaitSuccessor();
                    noteWhetherMidway(load, planned.fault());
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_ZOMBIE_MILLIS));
                    hit.server().resume();
                }
                case NODE_KILL -> {
                    try (StatusWatch watch = load.watch()) {
                        stand.node().kill();
                        noteWhetherMidway(load, planned.fault());
                        stand.node().start();
                        note(watch);
                    }
                }
            }
            hit.awaitJoined();
            finish(load, clean, planned.toString());
        }
        long growth = outage(stand, clean);

        long deadLetters = stand.broker().read(DEAD_LETTERS, IsolationLevel.READ_COMMITTED, letter -> {});
        figures.add("rounds", rounds);
        figures.add("kills", done.getOrDefault(SoakFault.WORKER_KILL, 0));
        figures.add("zombies", done.getOrDefault(SoakFault.ZOMBIE, 0));
        figures.add("nodeKills", done.getOrDefault(SoakFault.NODE_KILL, 0));
        figures.add("midway", midway.hits());
        figures.add("eachKindMidway", midway.eachKind());
        figures.add("events", stand.log().events());
        figures.add("outageSeconds", outageSeconds);
        figures.add("tasksAlwaysRunning", alwaysRunning);
        figures.add("digestsEqual", digestsEqual);
        figures.add("deadLetters", deadLetters);
        figures.add("heapGrowthMb", growth);
        return alwaysRunning && digestsEqual && deadLetters == 0 && midway.eachKind() && growth <= MAX_HEAP_GROWTH_MB;
    }

    private long outage(Stand stand, List<String> clean) throws IOException, InterruptedException {
        if (outageSeconds == 0) {
            return 0;
        }
        SoakLoad load = stand.load("outage", stand.workers().get(0));
        load.awaitStored(EARLY);
        Outage outage = new Outage(stand.node(), stand.workers(), Duration.ofSeconds(outageSeconds));
        try (StatusWatch watch = load.watch()) {
            outage.happen(() -> noteWhetherMidway(load, "OUTAGE"));
            note(watch);
        }
        show("Alive on the heaps of the workers, look by look: %s MiB", outage.heaps());
        finish(load, clean, "node away");
        return outage.heapGrowth();
    }

    private void noteWhetherMidway(SoakLoad load, Object kind) {
        midway.note(kind.toString(), !load.isComplete());
    }

    private void note(StatusWatch watch) {
        alwaysRunning &= watch.alwaysRunning();
        show("Status: %s", watch);
    }

    private void finish(SoakLoad load, List<String> clean, String what) throws InterruptedException {
        boolean equal = load.finish().equals(clean);
        digestsEqual &= equal;
        show("%s: %s the load without a fault", what, equal ? "equal to" : "NOT equal to");
    }
}
