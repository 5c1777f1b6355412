package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fulfillmentconnect.quickstart.Project;
import org.fulfillmentconnect.quickstart.ReplayLog;
import org.fulfillmentconnect.stack.PeerPlugins;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
            "  distanceMillis           --distance",
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
final class SourceBench extends Run {
    private static final int DEFAULT_ORDERS = 300_000;
    private static final long SEED = 1;
    private static final String PRODUCER = "producer";
    private static final String TUNED = "tuned";
    private static final String TUNED_WITH_EVENTS = "tuned-events";

    @Option(names = "--data", paramLabel = "DIR", description = "Replay this data set in Olist's layout instead.")
    private @Nullable Path data;

    @Mixin
    private Rounds rounds = new Rounds(2);

    @Option(names = "--tasks", paramLabel = "T", description = "tasks.max of the replay source. Default: 1.")
    private int tasks = 1;

    @Option(
            names = "--distance",
            paramLabel = "MS",
            description = "How long every byte between the worker and the broker is on its way, in milliseconds.")
    private int distance;

    @Option(names = "--alone", description = "Only the replay source, without the ratios: for large data sets.")
    private boolean alone;

    private final List<Measured> replays = new ArrayList<>();
    private final List<Measured> files = new ArrayList<>();
    private final Map<String, List<Double>> producers = new LinkedHashMap<>();

    SourceBench() {
        super(DEFAULT_ORDERS);
    }

    @Override
    void check() {
        rounds.check();
        expect(tasks >= 1, "--tasks", "1 or more");
        expect(distance == 0 || (distance > 0 && alone), "--distance", "0, or more together with --alone");
        expect(data == null || Files.isDirectory(data), "--data", "a folder but found " + data);
    }

    @Override
    boolean run(Project project, WorkFolder folder) throws IOException, InterruptedException {
        Path snapshot = data == null ? snapshot(folder, SEED) : data.toRealPath();
        try (BenchBroker broker = BenchBroker.start(folder.path(), project, Duration.ofMillis(distance));
                MeasuredWorker worker =
                        MeasuredWorker.start(broker, "replay-worker", project.pluginPath(), snapshot, folder.path())) {
            if (alone) {
                for (Rounds.Round round : rounds.all()) {
                    replay(project, broker, worker, folder, round);
                }
            } else {
                measureAll(project, broker, worker, folder, snapshot);
            }
        }
        addFigures();
        return true;
    }

    private void measureAll(
            Project project, BenchBroker broker, MeasuredWorker worker, WorkFolder folder, Path snapshot)
            throws IOException, InterruptedException {
        JoinedFile joined = JoinedFile.write(snapshot, folder.resolve("joined.csv"));
        try (MeasuredWorker fileWorker = MeasuredWorker.start(
                broker, "file-worker", List.of(PeerPlugins.connectFile()), snapshot, folder.path())) {
            for (Rounds.Round round : rounds.all()) {
                Measured replayed = replay(project, broker, worker, folder, round);
                produce(project, broker, folder, round, replayed);
                readFile(project, broker, fileWorker, joined, round);
            }
        }
    }

    private Measured replay(
            Project project, BenchBroker broker, MeasuredWorker worker, WorkFolder folder, Rounds.Round round)
            throws InterruptedException {
        ReplayRound replay = ReplayRound.create(
                broker, project, round.nameOf("replay"), Map.of("tasks.max", Integer.toString(tasks)));
        ReplayLog log = replay.follow(worker.log());
        Measured measured = worker.measure(
                replay.config(),
                replay.topic(),
                replay.partitions(),
                watch -> replay.isComplete(log, worker.rest()),
                content -> content.writePayloads(folder.resolve("payloads")));
        replay.deleteTopics(broker);
        if (!replays.isEmpty() && replays.get(0).records() != measured.records()) {
            throw new IllegalStateException("%s wrote %d events, the round before it %d"
                    .formatted(round, measured.records(), replays.get(0).records()));
        }
        round.count(replays, measured);
        show(round, "replay source", measured);
        return measured;
    }

    private void produce(
            Project project, BenchBroker broker, WorkFolder folder, Rounds.Round round, Measured replayed) {
        JsonNode connector = project.connector(Project.SOURCE);
        List.of(PRODUCER, TUNED, TUNED_WITH_EVENTS)
                .forEach(contestant -> producers.computeIfAbsent(contestant, first -> new ArrayList<>()));
        BareProducer plain = BareProducer.plain(broker.bootstrapServers(), connector);
        BareProducer tuned = BareProducer.tuned(broker.bootstrapServers(), connector);
        BareProducer.Payload letters = BareProducer.Payload.letters(Math.round(replayed.recordBytes()));
        BareProducer.Payload events = BareProducer.Payload.linesOf(folder.resolve("payloads"));
        producers.forEach((contestant, rates) -> {
            String topic = round.nameOf(contestant);
            broker.createLike(ReplayRound.LOG, topic);
            double rate = (contestant.equals(PRODUCER) ? plain : tuned)
                    .recordsPerSecond(
                            topic,
                            replayed.records(),
                            contestant.equals(TUNED_WITH_EVENTS) ? events : letters,
                            folder.resolve("logs").resolve(topic + ".log"));
            broker.delete(topic);
            round.count(rates, rate);
            show("%-9s %-14s %,10.0f records/s", round, contestant, rate);
        });
    }

    private void readFile(
            Project project, BenchBroker broker, MeasuredWorker worker, JoinedFile joined, Rounds.Round round)
            throws InterruptedException {
        String name = round.nameOf("file");
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
        round.count(files, measured);
        show(round, "connect-file", measured);
    }

    private void show(Rounds.Round round, String contestant, Measured measured) {
        show(
                "%-9s %-14s %,10.0f records/s  %6.2f us CPU each  %,10d of %3.0f B  first after %5.1f s, last %5.1f s later"
                        + "  heap %d MiB (%d before a collection)  others took %2.0f %%",
                round,
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
    }

    private void addFigures() {
        double rate = Measured.median(replays, Measured::recordsPerSecond);
        figures.addWhole("eventsPerSecond", rate);
        figures.addRounded("cpuMicrosPerEvent", Measured.median(replays, Measured::cpuMicrosPerRecord));
        if (!alone) {
            double plain = median(producers.getOrDefault(PRODUCER, List.of()));
            double tuned = median(producers.getOrDefault(TUNED, List.of()));
            double tunedWithEvents = median(producers.getOrDefault(TUNED_WITH_EVENTS, List.of()));
            double lines = Measured.median(files, Measured::recordsPerSecond);
            figures.addRounded("ratioToProducer", rate / plain);
            figures.addRounded("ratioToConnectFile", rate / lines);
            figures.addRounded("ratioToTunedProducer", rate / tuned);
            figures.addRounded("ratioToTunedProducerOfEvents", rate / tunedWithEvents);
            figures.addWhole("producerRecordsPerSecond", plain);
            figures.addWhole("tunedProducerRecordsPerSecond", tuned);
            figures.addWhole("tunedProducerOfEventsRecordsPerSecond", tunedWithEvents);
            figures.addWhole("connectFileLinesPerSecond", lines);
            figures.addRounded("connectFileCpuMicrosPerLine", Measured.median(files, Measured::cpuMicrosPerRecord));
        }
        GcLog.Peak heap = replays.stream().map(Measured::heap).reduce(new GcLog.Peak(0, 0), GcLog.Peak::or);
        figures.addWhole("recordBytes", Measured.median(replays, Measured::recordBytes));
        figures.add("events", replays.get(0).records());
        figures.add("rounds", rounds.counted());
        figures.add("tasks", tasks);
        figures.add("distanceMillis", distance);
        figures.addRounded("secondsToFirstRecord", Measured.median(replays, Measured::firstSeconds));
        figures.addWhole("eventsPerSecondOverall", Measured.median(replays, Measured::recordsPerSecondOverall));
        figures.add("peakHeapMb", heap.after());
        figures.add("peakHeapBeforeGcMb", heap.before());
        figures.addRounded("otherLoad", Measured.median(replays, Measured::others));
    }

    private static double median(List<Double> rates) {
        return Measured.median(rates.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
