package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.fulfillmentconnect.quickstart.Project;
import org.fulfillmentconnect.quickstart.ReplayLog;
import org.fulfillmentconnect.quickstart.SnapshotGenerator;
import org.fulfillmentconnect.stack.PeerPlugins;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The replay source, beside Kafka's own producer and file source, round by round in one run. */
@Command(
        name = "source",
        usageHelpWidth = 120,
        sortOptions = false,
        description =
                "Measures the replay source as shipped (connector-configs/olist-replay.json: joins, all transforms,"
                        + " JSON, lz4, exactly-once) in a distributed worker with 512 MiB of heap, beside"
                        + " kafka-producer-perf-test and beside Kafka's own file source (connect-file) in a worker like it, round by"
                        + " round against the same broker. Each round replays everything into a new topic; the workers stay up, and"
                        + " the first rounds are not counted. Figures are medians over rounds.",
        footerHeading = "%nWhat the last line, one JSON object, holds:%n",
        footer = {
            "  eventsPerSecond          events in the log / (last record written - first record written), of all tasks",
            "  cpuMicrosPerEvent        CPU time of the worker's process from the request that creates the connector until",
            "                           all is committed, reading, joining and sorting the files included, per event",
            "  ratioToProducer          eventsPerSecond / records a second of kafka-producer-perf-test with the same record size",
            "                           (--record-size), acks and compression, to 16 partitions, warmed up; no transaction",
            "  ratioToTunedProducer     the same with all producer settings of the connector: larger batches, a longer linger",
            "  ratioToTunedProducerOfEvents  the same again with records of the log as payload (value, key and headers), which,",
            "                           other than the tool's random letters, compress well and are not made one by one",
            "  ratioToConnectFile       eventsPerSecond / lines a second of connect-file, which reads the same bytes (all",
            "                           files in one) line by line, with the same producer settings and transactions",
            "  recordBytes              mean of the serialized key, value and headers of an event",
            "  events, rounds, tasks    in the log; counted; tasks.max",
            "  secondsToFirstRecord     from that request to the first record in the log",
            "  eventsPerSecondOverall   events / (last record written - that request)",
            "  peakHeapMb               highest heap of the source's worker after a collection, in all counted rounds",
            "  peakHeapBeforeGcMb       the same before one",
            "  otherLoad                share of the machine's CPU time that other processes took beside the replays: figures",
            "                           of a machine that is not left alone say little (CPU per event: the most)",
            "  producerRecordsPerSecond, tunedProducerRecordsPerSecond, tunedProducerOfEventsRecordsPerSecond,",
            "  connectFileLinesPerSecond, connectFileCpuMicrosPerLine",
            "When a record is written is seen at the ends of the partitions, every 25 ms."
        })
final class SourceBench implements Callable<Integer> {
    private static final int DEFAULT_ORDERS = 300_000;
    private static final long SEED = 1;
    private static final String PRODUCER = "producer";
    private static final String TUNED = "tuned";
    private static final String TUNED_WITH_EVENTS = "tuned-events";

    @ParentCommand
    private @Nullable Bench bench;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--orders",
            paramLabel = "N",
            description = "Generate a data set of so many orders, about five events each. Default: 100000.")
    private int orders = DEFAULT_ORDERS;

    @Option(names = "--data", paramLabel = "DIR", description = "Replay this data set in Olist's layout instead.")
    private @Nullable Path data;

    @Option(names = "--rounds", paramLabel = "R", description = "Rounds that count. Default: 3.")
    private int rounds = 3;

    @Option(names = "--warm-ups", paramLabel = "R", description = "Rounds before them. Default: 2.")
    private int warmUps = 2;

    @Option(names = "--tasks", paramLabel = "T", description = "tasks.max of the replay source. Default: 1.")
    private int tasks = 1;

    @Option(names = "--alone", description = "Only the replay source, without the ratios: for large data sets.")
    private boolean alone;

    @Option(names = "--keep", description = "Keep the temporary folder with data and logs, as after a failure.")
    private boolean keep;

    private final List<Measured> replays = new ArrayList<>();
    private final List<Measured> files = new ArrayList<>();
    private final Map<String, List<Double>> producers = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rounds < 1 || warmUps < 0 || tasks < 1 || orders < 1) {
            throw new IllegalArgumentException(
                    "--rounds, --tasks and --orders: expected 1 or more; --warm-ups: 0 or more");
        }
        if (data != null && !Files.isDirectory(data)) {
            throw new IllegalArgumentException("--data: " + data + " is not a folder");
        }
        PrintWriter out = out();
        Project project = Objects.requireNonNull(bench).project();
        try (WorkFolder folder = WorkFolder.create(out)) {
            Path snapshot = snapshot(folder.resolve("snapshot"), out);
            try (BenchBroker broker = BenchBroker.start(folder.path(), project)) {
                run(project, folder, snapshot, broker, out);
            }
            if (!keep) {
                folder.deleteAtTheEnd();
            }
        }
        print(out);
        return CommandLine.ExitCode.OK;
    }

    private Path snapshot(Path generated, PrintWriter out) throws IOException {
        if (data != null) {
            return data.toRealPath();
        }
        new SnapshotGenerator(orders, SEED).writeTo(generated);
        out.println("Generated " + orders + " orders");
        return generated.toRealPath();
    }

    private void run(Project project, WorkFolder folder, Path snapshot, BenchBroker broker, PrintWriter out)
            throws IOException, InterruptedException {
        try (MeasuredWorker worker =
                MeasuredWorker.start(broker, "replay-worker", project.pluginPath(), snapshot, folder.path())) {
            if (alone) {
                for (int round = 1 - warmUps; round <= rounds; round++) {
                    replay(project, broker, worker, folder, round, out);
                }
                return;
            }
            JoinedFile joined = JoinedFile.write(snapshot, folder.resolve("joined.csv"));
            try (MeasuredWorker fileWorker = MeasuredWorker.start(
                    broker, "file-worker", List.of(PeerPlugins.connectFile()), snapshot, folder.path())) {
                for (int round = 1 - warmUps; round <= rounds; round++) {
                    Measured replayed = replay(project, broker, worker, folder, round, out);
                    produce(project, broker, folder, round, replayed, out);
                    readFile(project, broker, fileWorker, joined, round, out);
                }
            }
        }
    }

    private Measured replay(
            Project project, BenchBroker broker, MeasuredWorker worker, WorkFolder folder, int round, PrintWriter out)
            throws InterruptedException {
        ReplayRound replay = ReplayRound.create(
                broker, project, name("replay", round), Map.of("tasks.max", Integer.toString(tasks)));
        ReplayLog log = replay.follow(worker.log());
        Measured measured = worker.measure(
                replay.config(),
                replay.topic(),
                replay.partitions(),
                watch -> replay.isComplete(log, worker.rest()),
                content -> content.writePayloads(folder.resolve("payloads")));
        replay.deleteTopics(broker);
        if (!replays.isEmpty() && replays.get(0).records() != measured.records()) {
            throw new IllegalStateException("round %d wrote %d events, the round before it %d"
                    .formatted(round, measured.records(), replays.get(0).records()));
        }
        count(round, replays, measured);
        show(out, round, "replay source", measured);
        return measured;
    }

    private void produce(
            Project project, BenchBroker broker, WorkFolder folder, int round, Measured replayed, PrintWriter out) {
        JsonNode connector = project.connector(Project.SOURCE);
        List.of(PRODUCER, TUNED, TUNED_WITH_EVENTS)
                .forEach(contestant -> producers.computeIfAbsent(contestant, first -> new ArrayList<>()));
        BareProducer plain = BareProducer.plain(broker.bootstrapServers(), connector);
        BareProducer tuned = BareProducer.tuned(broker.bootstrapServers(), connector);
        BareProducer.Payload letters = BareProducer.Payload.letters(Math.round(replayed.recordBytes()));
        BareProducer.Payload events = BareProducer.Payload.linesOf(folder.resolve("payloads"));
        producers.forEach((contestant, rates) -> {
            String topic = name(contestant, round);
            broker.createLike(ReplayRound.LOG, topic);
            double rate = (contestant.equals(PRODUCER) ? plain : tuned)
                    .recordsPerSecond(
                            topic,
                            replayed.records(),
                            contestant.equals(TUNED_WITH_EVENTS) ? events : letters,
                            folder.resolve("logs").resolve(topic + ".log"));
            broker.delete(topic);
            count(round, rates, rate);
            out.printf("%-9s %-14s %,10.0f records/s%n", roundName(round), contestant, rate);
            out.flush();
        });
    }

    private void readFile(
            Project project, BenchBroker broker, MeasuredWorker worker, JoinedFile joined, int round, PrintWriter out)
            throws InterruptedException {
        String name = name("file", round);
        int partitions = broker.createLike(ReplayRound.LOG, name);
        Measured measured = worker.measure(
                FileSource.config(project.connector(Project.SOURCE), name, joined.path()),
                name,
                partitions,
                watch -> watch.written() >= joined.lines(),
                content -> {});
        broker.delete(name);
        if (measured.records() != joined.lines()) {
            throw new IllegalStateException(
                    "connect-file wrote %d records of %d lines".formatted(measured.records(), joined.lines()));
        }
        count(round, files, measured);
        show(out, round, "connect-file", measured);
    }

    private static <T> void count(int round, List<T> counted, T measured) {
        if (round > 0) {
            counted.add(measured);
        }
    }

    private static String name(String contestant, int round) {
        return round > 0 ? contestant + "-" + round : contestant + "-warm-up-" + (1 - round);
    }

    private static String roundName(int round) {
        return round > 0 ? "round " + round : "warm-up";
    }

    private static void show(PrintWriter out, int round, String contestant, Measured measured) {
        out.printf(
                "%-9s %-14s %,10.0f records/s  %6.2f us CPU each  %,10d of %3.0f B  first after %5.1f s, last %5.1f s later"
                        + "  heap %d MiB (%d before a collection)  others took %2.0f %%%n",
                roundName(round),
                contestant,
                measured.recordsPerSecond(),
                measured.cpuMicrosPerRecord(),
                measured.records(),
                measured.recordBytes(),
                measured.firstSeconds(),
                measured.writeSeconds(),
                measured.heap().after(),
                measured.heap().before(),
                measured.others() * 100);
        out.flush();
    }

    private void print(PrintWriter out) throws JsonProcessingException {
        ObjectNode figures = JsonNodeFactory.instance.objectNode();
        double rate = Measured.median(replays, Measured::recordsPerSecond);
        figures.put("eventsPerSecond", Math.round(rate));
        figures.put("cpuMicrosPerEvent", rounded(Measured.median(replays, Measured::cpuMicrosPerRecord)));
        if (!alone) {
            double plain = median(producers.getOrDefault(PRODUCER, List.of()));
            double tuned = median(producers.getOrDefault(TUNED, List.of()));
            double tunedWithEvents = median(producers.getOrDefault(TUNED_WITH_EVENTS, List.of()));
            double lines = Measured.median(files, Measured::recordsPerSecond);
            figures.put("ratioToProducer", rounded(rate / plain));
            figures.put("ratioToConnectFile", rounded(rate / lines));
            figures.put("ratioToTunedProducer", rounded(rate / tuned));
            figures.put("ratioToTunedProducerOfEvents", rounded(rate / tunedWithEvents));
            figures.put("producerRecordsPerSecond", Math.round(plain));
            figures.put("tunedProducerRecordsPerSecond", Math.round(tuned));
            figures.put("tunedProducerOfEventsRecordsPerSecond", Math.round(tunedWithEvents));
            figures.put("connectFileLinesPerSecond", Math.round(lines));
            figures.put("connectFileCpuMicrosPerLine", rounded(Measured.median(files, Measured::cpuMicrosPerRecord)));
        }
        GcLog.Peak heap = replays.stream().map(Measured::heap).reduce(new GcLog.Peak(0, 0), GcLog.Peak::or);
        figures.put("recordBytes", Math.round(Measured.median(replays, Measured::recordBytes)));
        figures.put("events", replays.get(0).records());
        figures.put("rounds", rounds);
        figures.put("tasks", tasks);
        figures.put("secondsToFirstRecord", rounded(Measured.median(replays, Measured::firstSeconds)));
        figures.put("eventsPerSecondOverall", Math.round(Measured.median(replays, Measured::recordsPerSecondOverall)));
        figures.put("peakHeapMb", heap.after());
        figures.put("peakHeapBeforeGcMb", heap.before());
        figures.put("otherLoad", rounded(Measured.median(replays, Measured::others)));

        out.println();
        figures.properties().forEach(figure -> out.printf("  %-38s %s%n", figure.getKey(), figure.getValue()));
        out.println();
        out.println(new ObjectMapper().writeValueAsString(figures));
        out.flush();
    }

    private static double median(List<Double> rates) {
        return Measured.median(rates.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double rounded(double figure) {
        return Math.round(figure * 1_000) / 1_000.0;
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
