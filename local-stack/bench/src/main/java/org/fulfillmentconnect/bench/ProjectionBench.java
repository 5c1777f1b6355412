package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fulfillmentconnect.quickstart.Project;
import org.fulfillmentconnect.quickstart.SnapshotGenerator;
import org.fulfillmentconnect.stack.ElasticsearchServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The Elasticsearch projection, beside a bare bulk load of the documents that it makes, round by round in one run. */
@Command(
        name = "projection",
        usageHelpWidth = 120,
        sortOptions = false,
        description =
                "Measures the projection as shipped (connector-configs/shipment-projection.json) in a distributed worker"
                        + " that stores a filled log in a real"
                        + " Elasticsearch node: first in no indices, then once more on top of what is there. Beside it, a plain"
                        + " loop sends the same final documents from memory by _bulk to indices with the same mappings and"
                        + " settings. Each round does all three, one after the other; worker and node stay up, and are quiet in"
                        + " between. The first rounds are not counted. Figures are medians over rounds. Exit code 1 if a replay"
                        + " changed anything.",
        footerHeading = "%nWhat the last line, one JSON object, holds:%n",
        footer = {
            "  eventsPerSecond          events in the log / seconds of the first load: from when the connector's group has its",
            "                           partitions (before that, worker and group rebalance, which takes seconds for any",
            "                           connector and any log) until the offsets of all events are committed, which they are",
            "                           once all of their documents are acknowledged, every 250 ms. Indices are made in it",
            "  documentsPerSecond       documents in both indices at the end (cards and timeline) / the same seconds",
            "  bareDocumentsPerSecond   the same documents / seconds of the bare load, until all are acknowledged",
            "  ratioToBareBulk          documentsPerSecond / bareDocumentsPerSecond of the same round",
            "  replayEventsPerSecond    events / seconds of the replay on top, measured as the first load is",
            "  replayRatio              replayEventsPerSecond / eventsPerSecond of the same round",
            "  replayWrites             documents that all replays on top wrote; expected: 0",
            "  refillTimelineEventsPerSecond, refillCardsEventsPerSecond",
            "                           with --refill: the replay after that index was deleted",
            "  cardWritesPerOrder       how often the first load writes a card",
            "  cpuMicrosPerEvent, elasticsearchCpuMicrosPerEvent",
            "                           CPU time of the worker's and the node's process in the first load, per event",
            "  replayCpuMicrosPerEvent, replayElasticsearchCpuMicrosPerEvent    the same in the replay on top",
            "  bareElasticsearchCpuMicrosPerDocument",
            "                           CPU time of the node's process in the bare load, per document",
            "  bareInFlight, bareMebibytes  how the bare load sends: the fastest of some, tried before the first counted round",
            "  events, cards, timelineDocuments, rounds, tasks",
            "  peakHeapMb               highest heap of the worker after a collection, in all counted rounds",
            "  otherLoad                share of the machine's CPU time that other processes took beside what was measured:",
            "                           figures of a machine that is not left alone say little"
        })
final class ProjectionBench implements Callable<Integer> {
    private static final long SEED = 1;
    private static final String WORKER = "projection-worker";
    private static final String DEAD_LETTERS = "fulfillment-dlq-projection";

    @ParentCommand
    private @Nullable Bench bench;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--orders",
            paramLabel = "N",
            description = "Generate a data set of so many orders, about five events each. Default: 100000.")
    private int orders = 100_000;

    @Option(names = "--rounds", paramLabel = "R", description = "Rounds that count. Default: 3.")
    private int rounds = 3;

    @Option(names = "--warm-ups", paramLabel = "R", description = "Rounds before them. Default: 1.")
    private int warmUps = 1;

    @Option(names = "--tasks", paramLabel = "T", description = "tasks.max of the projection. Default: 1.")
    private int tasks = 1;

    @Option(names = "--heap", paramLabel = "MIB", description = "Elasticsearch's heap in MiB. Default: 1024.")
    private int heap = 1024;

    @Option(names = "--worker-heap", paramLabel = "MIB", description = "The worker's heap in MiB. Default: 1024.")
    private int workerHeap = 1024;

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

    @Option(names = "--keep", description = "Keep the temporary folder with data and logs, as after a failure.")
    private boolean keep;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rounds < 1 || warmUps < 0 || tasks < 1 || orders < 1 || heap < 1 || workerHeap < 1) {
            throw new IllegalArgumentException(
                    "--rounds, --tasks, --orders, --heap and --worker-heap: expected 1 or more; --warm-ups: 0 or more");
        }
        Optional<BareBulk.Way> way = way();
        Project project = Objects.requireNonNull(bench).project();
        ObjectNode figures;
        try (WorkFolder folder = WorkFolder.create(out())) {
            Path snapshot = folder.resolve("snapshot");
            new SnapshotGenerator(orders, SEED).writeTo(snapshot);
            try (BenchBroker broker = BenchBroker.start(folder.path(), project);
                    ElasticsearchServer server = ElasticsearchServer.in(folder.path())
                            .heapMegabytes(heap)
                            .start();
                    MeasuredWorker worker = worker(project, folder, snapshot.toRealPath(), broker, server)) {
                FilledLog log = FilledLog.fill(project, broker, worker);
                out().printf("Filled the log with %,d events of %,d orders%n", log.events(), orders);
                out().flush();
                JsonNode connector = project.connector(Project.PROJECTION);
                figures = measure(
                        connector,
                        new ProjectionStand(broker, worker, server, new ProjectedIndices(server, connector), log),
                        way);
            }
            if (!keep) {
                folder.deleteAtTheEnd();
            }
        }
        print(figures);
        boolean right = figures.path("replayWrites").asLong() == 0
                && figures.path("digestsEqual").asBoolean();
        return right ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Optional<BareBulk.Way> way() {
        if (bare.length == 0) {
            return Optional.empty();
        }
        if (bare.length != 2 || Arrays.stream(bare).anyMatch(number -> number < 1)) {
            throw new IllegalArgumentException("--bare: expected two numbers of 1 or more, such as 3,5");
        }
        return Optional.of(new BareBulk.Way(bare[0], bare[1]));
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

    private ObjectNode measure(JsonNode connector, ProjectionStand stand, Optional<BareBulk.Way> way)
            throws InterruptedException {
        ProjectionRounds measured = new ProjectionRounds(stand, way, refill, out());
        List<ProjectionRound> counted = new ArrayList<>();
        for (int number = 1 - warmUps; number <= rounds; number++) {
            ObjectNode config = connector.deepCopy();
            config.put("name", "projection-" + (number + warmUps));
            config.put("topics", stand.log().topic());
            config.put("tasks.max", Integer.toString(tasks));
            changes.forEach(config::put);
            ProjectionRound round = measured.run(number > 0 ? "round " + number : "warm-up", config);
            if (number > 0) {
                counted.add(round);
            }
        }
        ObjectNode figures = ProjectionRound.figures(counted);
        figures.put("replayWrites", measured.replayWrites());
        figures.put("digestsEqual", measured.digestsEqual());
        figures.put("rounds", rounds);
        figures.put("tasks", tasks);
        figures.put("bareInFlight", measured.way().inFlight());
        figures.put("bareMebibytes", measured.way().mebibytes());
        return figures;
    }

    private void print(ObjectNode figures) throws JsonProcessingException {
        out().println();
        figures.properties().forEach(figure -> out().printf("  %-38s %s%n", figure.getKey(), figure.getValue()));
        out().println();
        out().println(new ObjectMapper().writeValueAsString(figures));
        out().flush();
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
