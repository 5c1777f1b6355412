package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fulfillmentconnect.quickstart.Project;
import org.fulfillmentconnect.stack.PeerPlugins;
import org.fulfillmentconnect.stack.PostgresServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The lane KPIs in PostgreSQL, beside Debezium's JDBC sink that upserts the same events as rows, round by round in one run. */
@Command(
        name = "kpi",
        usageHelpWidth = 120,
        sortOptions = false,
        description =
                "Measures the lane KPIs as shipped (connector-configs/lane-kpi.json) in a distributed worker that stores a"
                        + " filled log in a real PostgreSQL with its default settings: first into an empty database, then once"
                        + " more on top of what is there. Beside it, Debezium's JDBC sink upserts the same events as plain rows"
                        + " into an empty database, keyed by eventId and then by orderId. It reads the same topic through the"
                        + " same transforms; Kafka's JsonConverter gives the records a schema (schema.content), as it takes"
                        + " no others: one flat schema for all types of events, so that it need not begin a new batch at each"
                        + " event of another type. Its rows hold all fields of an event but the list of warehouses, times as"
                        + " integers. Each round does all four, one after the other; worker and server stay up. The first"
                        + " rounds are not counted. Figures are medians over rounds. Then: what a batch costs on lane-days"
                        + " that hold 10 and 100 times as many orders; and how several tasks get on with each other on a few"
                        + " lane-days. Exit code 1 if a replay on top wrote anything, or if loads of the same events ended in"
                        + " different content.",
        footerHeading = "%nWhat the last line, one JSON object, holds:%n",
        footer = {
            "  eventsPerSecond          events in the log / seconds of the first load: from when the connector's group has",
            "                           shared out the partitions until the offsets of all events are committed. They are",
            "                           committed every 250 ms, and the shipped sink asks for it after each transaction",
            "  ratioToDebezium          eventsPerSecond / those of Debezium's upsert keyed by eventId, of the same round",
            "  ratioToDebeziumByOrder   the same, keyed by orderId",
            "  replayEventsPerSecond    events / seconds of the replay on top, from and until the same as for the first load",
            "  debeziumEventsPerSecond, debeziumByOrderEventsPerSecond",
            "  cpuMicrosPerEvent, postgresCpuMicrosPerEvent",
            "                           CPU time of the worker's process and of all the server's in the first load, per event",
            "  replay..., debezium..., debeziumByOrder...  the same in the replay and in Debezium's loads",
            "  events, peakHeapMb, peakHeapBeforeGcMb",
            "                           the worker's highest heap after a collection, and before one, with the KPI sink",
            "  otherLoad                share of the machine's CPU time that other processes took beside a load, the most of",
            "                           all counted: figures of a machine that is not left alone say little",
            "  replayWrites             rows that all replays on top together inserted, changed or deleted; expected: 0",
            "  digestsEqual             whether all tables held the same after all loads and replays",
            "  rounds, tasks            counted; tasks.max of both connectors",
            "  debeziumUnnest, debeziumBatchSize  how Debezium loads: the fastest of five ways, each tried on the whole log",
            "  costGrowthAt10, costGrowthAt100  time of a batch of 1,250 new orders on 500 lane-days that hold 30 and 300",
            "                           orders each / where they hold 3 each; medians. One transaction of a task in this",
            "                           process, from its records to its commit, on a copy of the database",
            "  batchMillis              that time where they hold 3",
            "  hotLanesEventsPerSecond:T, hotLanesRollbacks:T, hotLanesDeadlocks:T",
            "                           with T tasks on 20 lane-days: transactions that were rolled back (one is that of the",
            "                           check of the settings, before the tasks), and deadlocks",
            "  hotLanesEqual            whether any number of tasks ended in the same content"
        })
final class KpiBench extends Run {
    private static final int DEFAULT_ORDERS = 100_000;
    private static final long SEED = 1;
    private static final String WORKER = "kpi-worker";
    private static final String DEAD_LETTERS = "fulfillment-dlq-kpi";

    /** What can be measured. */
    enum Part {
        /** Loads beside Debezium's. */
        load,
        /** Batches on large lane-days. */
        growth,
        /** Several tasks on a few lane-days. */
        tasks
    }

    @Mixin
    private Rounds rounds = new Rounds(2);

    @Option(
            names = "--parts",
            paramLabel = "PART",
            split = ",",
            description = "What to measure: load, growth, tasks. Default: all.")
    private Set<Part> parts = EnumSet.allOf(Part.class);

    @Option(names = "--tasks", paramLabel = "T", description = "tasks.max of both connectors. Default: 1.")
    private int tasks = 1;

    @Option(
            names = "--worker-heap",
            paramLabel = "MIB",
            description = "The worker's heap in MiB. Default: 2048, that of Kafka's own script.")
    private int workerHeap = 2048;

    @Option(
            names = "--debezium-batch",
            paramLabel = "ROWS",
            description = "Debezium loads by unnest with so many rows a batch, without trying which way is fastest.")
    private int debeziumBatch;

    @Option(names = "--batches", paramLabel = "B", description = "Batches at each size of lane-days. Default: 9.")
    private int batches = 9;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting of the KPI sink other than shipped. Can be given more than once.")
    private Map<String, String> changes = Map.of();

    @Option(
            names = "--postgres",
            paramLabel = "KEY=VALUE",
            description = "One setting of PostgreSQL other than its default. Can be given more than once.")
    private Map<String, String> serverSettings = Map.of();

    KpiBench() {
        super(DEFAULT_ORDERS);
    }

    @Override
    void check() {
        rounds.check();
        expect(tasks >= 1, "--tasks", "1 or more");
        expect(workerHeap >= 1, "--worker-heap", "1 or more");
        expect(debeziumBatch >= 0, "--debezium-batch", "1 or more");
        expect(batches >= 1, "--batches", "1 or more");
    }

    @Override
    boolean run(Project project, WorkFolder folder) throws IOException, InterruptedException {
        Path snapshot = snapshot(folder, SEED);
        ObjectNode connector = project.connector(Project.KPI).deepCopy();
        changes.forEach(connector::put);
        try (BenchBroker broker = BenchBroker.start(
                        folder.path(),
                        project,
                        // Several tasks begin together, and not the first one alone.
                        Map.of("group.initial.rebalance.delay.ms", "1000"));
                PostgresServer server = PostgresServer.in(folder.path())
                        .settings(serverSettings)
                        .start();
                MeasuredWorker worker = worker(project, folder, snapshot, broker, server)) {
            KpiStand stand = new KpiStand(broker, worker, server, KpiDatabase.first(server));
            boolean right = true;
            if (parts.contains(Part.load)) {
                FilledLog log = FilledLog.fill(project, broker, worker);
                show("Filled the log with %,d events", log.events());
                right = load(connector, stand, log);
            }
            if (parts.contains(Part.growth)) {
                LaneDayGrowth growth = new LaneDayGrowth(
                        stand.database(),
                        InProcessTask.plugin(project.pluginPath(Project.KPI_PLUGIN)),
                        connector,
                        out());
                LaneDayGrowth.addTo(figures, growth.measure(batches));
            }
            if (parts.contains(Part.tasks)) {
                boolean equal = new HotLanes(stand, connector, out()).measure(orders() / 2, figures);
                figures.add("hotLanesEqual", equal);
                right &= equal;
            }
            return right;
        }
    }

    private MeasuredWorker worker(
            Project project, WorkFolder folder, Path snapshot, BenchBroker broker, PostgresServer server) {
        broker.createLike(DEAD_LETTERS, DEAD_LETTERS);
        List<Path> plugins = new ArrayList<>(project.pluginPath());
        plugins.add(PeerPlugins.debeziumJdbc());
        return MeasuredWorker.start(
                broker,
                WORKER,
                broker.worker(WORKER, plugins, snapshot)
                        .heapMegabytes(workerHeap)
                        // What is stored counts once it is committed.
                        .setting("offset.flush.interval.ms", "250")
                        .environment("FULFILLMENT_POSTGRES_URL", server.jdbcUrl())
                        .environment("FULFILLMENT_POSTGRES_USER", server.user())
                        .environment("FULFILLMENT_POSTGRES_PASSWORD", server.password()),
                folder.path());
    }

    private boolean load(JsonNode connector, KpiStand stand, FilledLog log) throws InterruptedException {
        Optional<DebeziumWay> way =
                debeziumBatch == 0 ? Optional.empty() : Optional.of(new DebeziumWay(true, debeziumBatch));
        DebeziumLoads debezium = new DebeziumLoads(stand, log, connector, tasks, way, out());
        debezium.choose();
        KpiRounds measured = new KpiRounds(stand, log, debezium, out());
        List<KpiRound> counted = new ArrayList<>();
        for (Rounds.Round round : rounds.all()) {
            ObjectNode config = connector.deepCopy();
            config.put("name", round.nameOf(Project.KPI));
            config.put("topics", log.topic());
            config.put("tasks.max", Integer.toString(tasks));
            round.count(counted, measured.run(round, config));
        }
        KpiRound.addMedians(counted, figures);
        figures.add("replayWrites", measured.replayWrites());
        figures.add("digestsEqual", measured.digestsEqual());
        figures.add("rounds", rounds.counted());
        figures.add("tasks", tasks);
        figures.add("debeziumUnnest", debezium.way().unnest());
        figures.add("debeziumBatchSize", debezium.way().batchSize());
        return measured.replayWrites() == 0 && measured.digestsEqual();
    }
}
