package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fulfillmentconnect.quickstart.Project;
import org.fulfillmentconnect.stack.ElasticsearchServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The Elasticsearch projection, beside a bare bulk load of the documents that it makes, round by round in one run. */
@Command(
        name = "projection",
        usageHelpWidth = 120,
        sortOptions = false,
        description =
                "Measures the projection as shipped (connector-configs/shipment-projection.json) in a distributed worker"
                        + " that stores a filled log in a real Elasticsearch node: first where there is no index yet, then"
                        + " once more on top of what is there. Beside it, a plain loop sends the same final documents from"
                        + " memory by _bulk to indices with the same mappings and settings. Each round does all three, one"
                        + " after the other; worker and node stay up, and are quiet before each. The first rounds are not"
                        + " counted. Figures are medians over rounds. Exit code 1 if a replay on top wrote anything, if a"
                        + " replay after one index was deleted wrote anything into the other, or if rounds ended in different"
                        + " documents.",
        footerHeading = "%nWhat the last line, one JSON object, holds:%n",
        footer = {
            "  eventsPerSecond          events in the log / seconds of the first load: from when the connector's group has",
            "                           shared out the partitions (before that worker and group rebalance, which takes",
            "                           seconds with any connector) until the offsets of all events are committed. They are",
            "                           committed every 250 ms, as far as all documents of an event are acknowledged. The indices",
            "                           are made in that time, too",
            "  ratioToBareBulk          documents (cards and timeline, as they are at the end) a second of the same seconds /",
            "                           documents a second of the bare load of the same round, until all are acknowledged",
            "  replayEventsPerSecond    events / seconds of the replay on top, from and until the same as for the first load",
            "  replayRatio              replayEventsPerSecond / eventsPerSecond of the same round",
            "  refillEventsPerSecond:INDEX  with --refill: the same of a replay after that index was deleted",
            "  documentsPerSecond, bareDocumentsPerSecond",
            "  cardWritesPerOrder       how often the first load writes a card, in the mean",
            "  cpuMicrosPerEvent, elasticsearchCpuMicrosPerEvent",
            "                           CPU time of the worker's and of the node's process in the first load, per event",
            "  replayCpuMicrosPerEvent, replayElasticsearchCpuMicrosPerEvent",
            "                           the same in the replay on top",
            "  bareElasticsearchCpuMicrosPerEvent",
            "                           the same in the bare load: per event in the log, of which some documents are made",
            "  events, cards, timelineDocuments",
            "  peakHeapMb               highest heap of the worker after a collection, in all counted rounds",
            "  peakHeapBeforeGcMb       the same before one",
            "  otherLoad                share of the machine's CPU time that other processes took beside a load or replay, the",
            "                           most of all counted: figures of a machine that is not left alone say little",
            "  replayWrites             documents that all replays on top together wrote; expected: 0",
            "  refillWritesBesides      with --refill: documents that all replays after one index was deleted together wrote into the",
            "                           other one; expected: 0",
            "  digestsEqual             whether both indices held the same, to the byte, at the end of all rounds",
            "  rounds, tasks            counted; tasks.max",
            "  bareInFlight, bareMebibytes  how the bare load sends: the fastest of seven ways, each tried twice with 100,000",
            "                           documents in the first round"
        })
final class ProjectionBench extends Run {
    private static final int DEFAULT_ORDERS = 100_000;
    private static final long SEED = 1;
    private static final String WORKER = "projection-worker";
    private static final String DEAD_LETTERS = "fulfillment-dlq-projection";

    @Mixin
    private Rounds rounds = new Rounds(2);

    @Option(names = "--tasks", paramLabel = "T", description = "tasks.max of the projection. Default: 1.")
    private int tasks = 1;

    @Option(names = "--heap", paramLabel = "MIB", description = "Elasticsearch's heap in MiB. Default: 1024.")
    private int heap = 1024;

    @Option(
            names = "--worker-heap",
            paramLabel = "MIB",
            description = "The worker's heap in MiB. Default: 2048, that of Kafka's own script.")
    private int workerHeap = 2048;

    @Option(
            names = "--bare",
            paramLabel = "N,MIB",
            split = ",",
            description =
                    "How the bare load sends, requests in flight and MiB in each, without trying which way is fastest.")
    private int[] bare = {};

    @Option(names = "--refill", description = "Measure also a replay after one of the indices was deleted, for each.")
    private boolean refill;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting of the connector other than shipped. Can be given more than once.")
    private Map<String, String> changes = Map.of();

    ProjectionBench() {
        super(DEFAULT_ORDERS);
    }

    @Override
    void check() {
        rounds.check();
        expect(tasks >= 1, "--tasks", "1 or more");
        expect(heap >= 1, "--heap", "1 or more");
        expect(workerHeap >= 1, "--worker-heap", "1 or more");
        expect(
                bare.length == 0 || (bare.length == 2 && bare[0] >= 1 && bare[1] >= 1),
                "--bare",
                "two numbers of 1 or more, such as 4,5");
    }

    @Override
    boolean run(Project project, WorkFolder folder) throws IOException, InterruptedException {
        Path snapshot = snapshot(folder, SEED);
        try (BenchBroker broker = BenchBroker.start(folder.path(), project);
                ElasticsearchServer server = ElasticsearchServer.in(folder.path())
                        .heapMegabytes(heap)
                        .start();
                MeasuredWorker worker = worker(project, folder, snapshot, broker, server)) {
            FilledLog log = FilledLog.fill(project, broker, worker);
            show("Filled the log with %,d events", log.events());
            JsonNode connector = project.connector(Project.PROJECTION);
            ProjectedIndices indices = new ProjectedIndices(server, connector);
            return measure(connector, new ProjectionStand(broker, worker, server, indices, log));
        }
    }

    private MeasuredWorker worker(
            Project project, WorkFolder folder, Path snapshot, BenchBroker broker, ElasticsearchServer server) {
        broker.createLike(DEAD_LETTERS, DEAD_LETTERS);
        return MeasuredWorker.start(
                broker,
                WORKER,
                broker.worker(WORKER, project.pluginPath(), snapshot)
                        .heapMegabytes(workerHeap)
                        // What is stored counts once it is committed.
                        .setting("offset.flush.interval.ms", "250")
                        .environment("FULFILLMENT_ELASTICSEARCH_URL", server.url()),
                folder.path());
    }

    private boolean measure(JsonNode connector, ProjectionStand stand) throws InterruptedException {
        Optional<BareBulk.Way> way =
                bare.length == 0 ? Optional.empty() : Optional.of(new BareBulk.Way(bare[0], bare[1]));
        ProjectionRounds measured = new ProjectionRounds(stand, way, refill, out());
        List<ProjectionRound> counted = new ArrayList<>();
        for (Rounds.Round round : rounds.all()) {
            ObjectNode config = connector.deepCopy();
            config.put("name", round.nameOf(Project.PROJECTION));
            config.put("topics", stand.log().topic());
            config.put("tasks.max", Integer.toString(tasks));
            changes.forEach(config::put);
            round.count(counted, measured.run(round, config));
        }
        ProjectionRound.addMedians(counted, figures);
        figures.add("replayWrites", measured.replayWrites());
        if (refill) {
            figures.add("refillWritesBesides", measured.refillWritesBesides());
        }
        figures.add("digestsEqual", measured.digestsEqual());
        figures.add("rounds", rounds.counted());
        figures.add("tasks", tasks);
        figures.add("bareInFlight", measured.way().inFlight());
        figures.add("bareMebibytes", measured.way().mebibytes());
        return measured.replayWrites() == 0 && measured.refillWritesBesides() == 0 && measured.digestsEqual();
    }
}
