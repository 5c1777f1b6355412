package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;
import org.fulfillmentconnect.stack.ConnectRest;
import org.fulfillmentconnect.stack.Folders;
import org.fulfillmentconnect.stack.KafkaBroker;
import org.fulfillmentconnect.stack.Topics;
import org.jspecify.annotations.Nullable;

/** A running stack, and the shipped connector JSON in variants: other names, topics and stores, all else as shipped. */
final class PipelineFixture implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofMinutes(3);

    private static final @Nullable String OLIST_DIR = System.getenv("OLIST_DIR");

    private static @Nullable PipelineFixture shared;
    private static @Nullable PipelineFixture olist;

    static final Project PROJECT = new Project(Path.of(System.getProperty("project.root", "../..")));

    final Project project = PROJECT;
    final Path folder;
    final PipelineStack stack;
    final ConnectRest rest;
    final Projection projection;

    private boolean shippedPipelineRan;

    private PipelineFixture(Path folder, PipelineStack.Settings settings, Consumer<KafkaBroker> beforeTheWorker) {
        this.folder = folder;
        this.stack = PipelineStack.start(project, settings, beforeTheWorker);
        this.rest = stack.rest();
        this.projection = new Projection(stack.elasticsearch().url());
    }

    /** A stack on the sample, whose broker looks for expired records every two seconds. */
    static PipelineFixture start(Optional<String> connectVersion) throws IOException {
        return start(PROJECT.sampleData(), connectVersion, List.of());
    }

    /** A stack on a snapshot of one's own. */
    static PipelineFixture startOn(Path data) throws IOException {
        return start(data, Optional.empty(), List.of());
    }

    /** A stack on the sample, whose worker's JVM gets options of one's own. */
    static PipelineFixture startWith(String... workerJvmOptions) throws IOException {
        return start(PROJECT.sampleData(), Optional.empty(), List.of(workerJvmOptions));
    }

    private static PipelineFixture start(Path data, Optional<String> connectVersion, List<String> workerJvmOptions)
            throws IOException {
        Path folder = Files.createTempDirectory("fulfillment-connect-it-");
        return new PipelineFixture(
                folder,
                new PipelineStack.Settings(
                        folder,
                        data,
                        PipelineStack.Releases.ofWorker(connectVersion),
                        PipelineStack.Ports.FREE,
                        Map.of("log.retention.check.interval.ms", "2000", "log.initial.task.delay.ms", "500"),
                        PROJECT.pluginPath(),
                        Map.of(),
                        workerJvmOptions),
                kafka -> {});
    }

    /** A stack with a broker and a worker of other settings. */
    static PipelineFixture startSecured(
            Path data,
            PipelineStack.Ports ports,
            Map<String, String> broker,
            Map<String, String> worker,
            Consumer<KafkaBroker> beforeTheWorker)
            throws IOException {
        Path folder = Files.createTempDirectory("fulfillment-connect-it-");
        return new PipelineFixture(
                folder,
                new PipelineStack.Settings(
                        folder,
                        data,
                        PipelineStack.Releases.ofWorker(Optional.empty()),
                        ports,
                        broker,
                        PROJECT.pluginPath(),
                        worker,
                        List.of()),
                beforeTheWorker);
    }

    /** One stack for all test classes of this process, so that it starts but once; stopped when the process ends. */
    static synchronized PipelineFixture shared() throws IOException {
        if (shared == null) {
            PipelineFixture started = start(Optional.empty());
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            shared = started;
        }
        return shared;
    }

    /**
     * A stack that holds the full Olist set, from the folder in OLIST_DIR: cards in four shards, and the KPIs. One for all test
     * classes, which are skipped where there is no such folder.
     */
    static synchronized PipelineFixture olist() throws IOException {
        assumeTrue(OLIST_DIR != null, "OLIST_DIR is not set: the real data set is not tried");
        if (olist == null) {
            PipelineFixture started = startOn(olistData());
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            started.rest.putConfig(
                    Project.PROJECTION, started.variant(Project.PROJECTION, Map.of("index.shards", "4")));
            started.rest.putConfig(Project.KPI, started.project.connector(Project.KPI));
            started.replay(Project.SOURCE, started.project.connector(Project.SOURCE));
            started.awaitDrained(Project.PROJECTION, "fulfillment-events");
            started.awaitDrained(Project.KPI, "fulfillment-events");
            olist = started;
        }
        return olist;
    }

    static Path olistData() {
        return Path.of(Objects.requireNonNull(OLIST_DIR));
    }

    Pipeline pipeline() {
        return new Pipeline(stack, project, Map.of());
    }

    /** Creates the shipped connectors and waits until all is drained, the first time that it is called. */
    synchronized void runShippedPipeline() throws InterruptedException {
        if (!shippedPipelineRan) {
            Pipeline pipeline = pipeline();
            pipeline.awaitDrained(pipeline.create(), TIMEOUT, progress -> {});
            shippedPipelineRan = true;
        }
    }

    String bootstrapServers() {
        return stack.kafka().bootstrapServers();
    }

    LaneKpis kpis(String schema) {
        return new LaneKpis(
                stack.postgres().jdbcUrl(),
                stack.postgres().user(),
                stack.postgres().password(),
                schema);
    }

    ObjectNode variant(String shipped, Map<String, String> changes) {
        ObjectNode config = ((ObjectNode) project.connector(shipped)).deepCopy();
        changes.forEach(config::put);
        return config;
    }

    void createLogTopic(String name) {
        JsonNode log = project.topics().stream()
                .filter(topic -> topic.path("name").asText().equals("fulfillment-events"))
                .findFirst()
                .orElseThrow();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            Topics.create(admin, log, name);
        }
    }

    /** Runs a source until its replay is complete. */
    void replay(String name, JsonNode config) {
        ReplayLog log =
                new ReplayLog(stack.connect().log(), config.path("dataset").asText());
        rest.putConfig(name, config);
        rest.awaitRunning(name, TIMEOUT);
        awaitComplete(name, log);
    }

    void awaitComplete(String name, ReplayLog log) {
        awaitTold(name, () -> {
            Map<Integer, ReplayLog.TaskProgress> tasks = log.read();
            assertThat(tasks).hasSize(rest.status(name).path("tasks").size());
            assertThat(tasks.values()).allMatch(ReplayLog.TaskProgress::complete);
        });
    }

    /** Waits, but not for a task that has failed: its trace is thrown. A timeout tells what the worker said. */
    private void awaitTold(String connector, ThrowingRunnable assertion) {
        try {
            await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(300)).untilAsserted(() -> {
                rest.awaitRunning(connector, TIMEOUT);
                assertion.run();
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + log(), e);
        }
    }

    private String log() {
        try (Stream<String> lines = Files.lines(stack.connect().log())) {
            return lines.filter(line -> line.matches("\\[[^]]*] (WARN .*|ERROR .*|INFO Replay of .*)"))
                    .reduce(
                            "\nThe worker's warnings and errors, and what it says of replays:",
                            (all, line) -> all + "\n" + line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs both sinks on a topic into indices and a schema of this name, until they have stored all of it. */
    void project(String topic, String name) {
        rest.putConfig(
                "projection-" + name,
                variant(
                        Project.PROJECTION,
                        Map.of(
                                "name", "projection-" + name,
                                "topics", topic,
                                "shipments.index", "shipments-" + name,
                                "timeline.index", "events-" + name)));
        aggregate(topic, name);
        awaitDrained("projection-" + name, topic);
        projection.refresh("shipments-" + name);
    }

    void aggregate(String topic, String name) {
        kpis("public").execute("CREATE SCHEMA IF NOT EXISTS " + name);
        rest.putConfig(
                "kpi-" + name, variant(Project.KPI, Map.of("name", "kpi-" + name, "topics", topic, "schema", name)));
        awaitDrained("kpi-" + name, topic);
    }

    void awaitDrained(String connector, String topic) {
        rest.awaitRunning(connector, TIMEOUT);
        try (SinkProgress progress = new SinkProgress(bootstrapServers(), connector, topic)) {
            awaitTold(
                    connector,
                    () -> assertThat(progress.isDrained())
                            .as("%s stored: %s", connector, progress.offsets())
                            .isTrue());
        }
    }

    /** Stops a connector, deletes its offsets, and lets it go on from the beginning. */
    void startOver(String connector, Runnable whileStopped) {
        rest.stop(connector);
        rest.awaitStopped(connector, TIMEOUT);
        whileStopped.run();
        rest.deleteOffsets(connector);
        rest.resume(connector);
        rest.awaitRunning(connector, TIMEOUT);
    }

    /** Writes records to another topic as they are: key, value, headers, partition and time. */
    void copy(Collection<ConsumerRecord<String, String>> records, String topic) {
        send(records.stream()
                .map(source -> new ProducerRecord<>(
                        topic, source.partition(), source.timestamp(), source.key(), source.value(), source.headers()))
                .toList());
    }

    void send(List<ProducerRecord<String, String>> records) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers()), new StringSerializer(), new StringSerializer())) {
            for (Future<RecordMetadata> sent :
                    records.stream().map(producer::send).toList()) {
                sent.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stack.close();
        try {
            Folders.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
