package org.fulfillmentconnect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.fulfillmentconnect.source.csv.CsvRoots;
import org.fulfillmentconnect.source.snapshot.Shards;
import org.fulfillmentconnect.source.snapshot.Snapshot;
import org.fulfillmentconnect.source.snapshot.SortedRecords;
import org.fulfillmentconnect.source.snapshot.Wanted;
import org.fulfillmentconnect.stack.ConnectRest;
import org.fulfillmentconnect.stack.ConnectRestException;
import org.fulfillmentconnect.stack.ConnectWorker;
import org.fulfillmentconnect.stack.KafkaBroker;
import org.fulfillmentconnect.stack.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built plugin folder in a real worker that writes to a real broker. */
class CsvReplaySourceIT {
    private static final String CONNECTOR = CsvReplaySourceConnector.class.getName();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHARDS = 4;

    @TempDir
    static Path stack;

    private static KafkaBroker kafka;
    private static ConnectWorker worker;
    private static Path roots;

    @BeforeAll
    static void start() throws IOException {
        roots = Files.createDirectories(stack.resolve("csv"));
        kafka = KafkaBroker.in(stack)
                .setting("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500")
                .start();
        worker = ConnectWorker.in(stack)
                .broker(kafka)
                .pluginPath(List.of(Path.of("target", "plugin")))
                .environment(CsvRoots.ENVIRONMENT_VARIABLE, roots.toString())
                // A killed worker is soon taken for dead, and its tasks are given out again at once.
                .setting("session.timeout.ms", "6000")
                .setting("heartbeat.interval.ms", "1000")
                .setting("scheduled.rebalance.max.delay.ms", "0")
                .heapMegabytes(512)
                .start();
        createTopic("rejects", 1, Map.of("retention.ms", "-1"));
    }

    @AfterAll
    static void stop() {
        worker.close();
        kafka.close();
    }

    @Test
    void replaysAgainAfterItsOffsetsAreDeletedAndGoesOnWhereTheyAreSet() throws IOException {
        OlistFiles.generated(Files.createDirectory(roots.resolve("replay")), 300, 1);
        List<String> expected = expectedIds("replay");
        createLog("replay");

        worker.rest().putConfig("replay", settings("replay", Map.of()));
        List<ConsumerRecord<String, String>> log = read("replay", expected.size());
        assertThat(ids(log)).containsExactlyInAnyOrderElementsOf(expected);
        assertInOrder(log);
        assertCompleted("replay", 0, "[0, 2]");
        assertCompleted("replay", 1, "[1, 3]");

        stopped("replay");
        worker.rest().deleteOffsets("replay");
        worker.rest().resume("replay");
        List<String> twice = new ArrayList<>(expected);
        twice.addAll(expected);
        assertThat(ids(read("replay", twice.size()))).containsExactlyInAnyOrderElementsOf(twice);

        stopped("replay");
        await().atMost(TIMEOUT).until(() -> offsets("replay").size() == SHARDS);
        ObjectNode patch = JSON.createObjectNode();
        long skipped = 0;
        for (JsonNode offset : offsets("replay")) {
            ObjectNode changed = patch.withArray("offsets").addObject();
            // The other order of keys than the worker's: the offset must be found all the same.
            changed.putObject("partition")
                    .put("shard", offset.at("/partition/shard").asText())
                    .put("dataset", offset.at("/partition/dataset").asText());
            long end = offset.at("/offset/position").asLong();
            changed.set("offset", ((ObjectNode) offset.path("offset").deepCopy()).put("position", end - 2));
            skipped += end - 2;
        }
        assertThat(skipped).isEqualTo(expected.size() - 2L * SHARDS);
        worker.rest().patchOffsets("replay", patch);
        worker.rest().resume("replay");
        assertThat(read("replay", twice.size() + 2 * SHARDS)).hasSize(twice.size() + 2 * SHARDS);
    }

    @Test
    void refusesOffsetsThatDoNotFit() throws IOException {
        OlistFiles.generated(Files.createDirectory(roots.resolve("offsets")), 20, 2);
        int events = expectedIds("offsets").size();
        createLog("offsets");
        worker.rest().putConfig("offsets", settings("offsets", Map.of()));
        read("offsets", events);
        stopped("offsets");

        JsonNode offsets = worker.rest().offsets("offsets");
        ((ObjectNode) offsets.at("/offsets/0/offset")).put("position", 1_000_000);

        assertThatThrownBy(() -> worker.rest().patchOffsets("offsets", offsets))
                .isInstanceOf(ConnectRestException.class)
                .hasMessageContaining("does not fit: its position is 1000000, but the sequence ends at ");
    }

    @Test
    void writesEveryEventOnceThoughItsWorkerIsKilled() throws IOException {
        OlistFiles.generated(Files.createDirectory(roots.resolve("killed")), 6_000, 3);
        List<String> expected = expectedIds("killed");
        createLog("killed");

        // A transaction per batch, and small ones, so that the kills come in the middle.
        worker.rest()
                .putConfig(
                        "killed",
                        settings(
                                "killed",
                                Map.of(
                                        "batch.max.records", "30",
                                        // A worker that starts again waits until the broker has ended what the killed
                                        // one left open.
                                        "producer.override.transaction.timeout.ms", "3000")));
        for (int kill = 1; kill <= 2; kill++) {
            int readAtLeast = expected.size() * kill / 5;
            await().atMost(TIMEOUT)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> stableOffsets("killed") >= readAtLeast);
            worker.kill();
            int committed = read("killed", 0).size();
            worker.start();
            assertThat(committed).isPositive().isLessThan(expected.size());
        }

        List<ConsumerRecord<String, String>> log = read("killed", expected.size());
        assertThat(ids(log)).containsExactlyInAnyOrderElementsOf(expected);
        assertInOrder(log);
    }

    @Test
    void reportsRejectsAndCompletesThoughTransformsDropEverything() throws IOException {
        OlistFiles.in(Files.createDirectory(roots.resolve("dropped")))
                .orders("o1,nobody,shipped,2017-06-01 10:00:00,2017-06-01 10:00:00,,,", "o2,nobody,shipped,never,,,,");
        createLog("dropped");

        worker.rest()
                .putConfig(
                        "dropped",
                        settings(
                                "dropped",
                                Map.of(
                                        "tasks.max", "1",
                                        "transforms", "drop",
                                        "transforms.drop.type", "org.apache.kafka.connect.transforms.Filter",
                                        "transforms.drop.predicate", "events",
                                        "predicates", "events",
                                        "predicates.events.type",
                                                "org.apache.kafka.connect.transforms.predicates.TopicNameMatches",
                                        "predicates.events.pattern", "dropped")));

        assertThat(read("rejects", 2))
                .extracting(ConsumerRecord::key)
                .containsExactly("olist_orders_dataset.csv:2", "olist_orders_dataset.csv:3");
        await().atMost(TIMEOUT)
                .until(() -> Files.readString(worker.log())
                        .contains("Replay of dropped complete: task 0 handed over 2 events of shards [0, 1, 2, 3];"
                                + " 0 written, 2 dropped by transforms"));
        worker.rest().awaitRunning("dropped", TIMEOUT);
    }

    @Test
    void refusesToTolerateErrorsOnTheWorkersOwnField() throws IOException {
        OlistFiles.in(Files.createDirectory(roots.resolve("tolerance")));
        createLog("tolerance");
        Map<String, String> settings = settings("tolerance", Map.of("errors.tolerance", "all"));

        Map<String, List<String>> errors = worker.rest().validate(CONNECTOR, settings);

        assertThat(errors).containsOnlyKeys("errors.tolerance");
        assertThat(errors.get("errors.tolerance"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("errors.tolerance=all is refused");
        assertThatThrownBy(() -> worker.rest().putConfig("tolerance", settings))
                .isInstanceOf(ConnectRestException.class);
    }

    @Test
    void refusesTopicsThatCannotHoldTheLogAndSaysWhatPutsThemRight() throws IOException {
        OlistFiles.in(Files.createDirectory(roots.resolve("topics")));
        String brokers = kafka.bootstrapServers();
        createTopic(
                "finite",
                2,
                Map.of(
                        "retention.bytes",
                        "1000",
                        "cleanup.policy",
                        "compact",
                        "message.timestamp.type",
                        "LogAppendTime"));
        createTopic("wide", 9, logSettings());

        assertThat(worker.rest()
                        .validate(CONNECTOR, settings("topics", Map.of("topic", "finite", "rejects.topic", "no"))))
                .isEqualTo(Map.of(
                        "topic",
                        List.of(
                                finite("retention.ms", "604800000", "-1", brokers),
                                finite("retention.bytes", "1000", "-1", brokers),
                                finite("cleanup.policy", "compact", "delete", brokers),
                                finite("message.timestamp.type", "LogAppendTime", "CreateTime", brokers)),
                        "shards",
                        List.of(
                                "Invalid value 4 for configuration shards: topic finite has 2 partitions, but shards is 4;"
                                        + " each shard is one partition. Set shards to 2, or, while the topic is empty:"
                                        + " kafka-topics.sh --bootstrap-server " + brokers
                                        + " --alter --topic finite --partitions 4"),
                        "rejects.topic",
                        List.of("Invalid value no for configuration rejects.topic: topic no does not exist. Create it:"
                                + " kafka-topics.sh --bootstrap-server " + brokers
                                + " --create --topic no --partitions 1 --config retention.ms=-1")));
        assertThat(worker.rest().validate(CONNECTOR, settings("topics", Map.of("topic", "wide"))))
                .isEqualTo(Map.of(
                        "shards",
                        List.of(
                                "Invalid value 4 for configuration shards: topic wide has 9 partitions, but shards is 4;"
                                        + " each shard is one partition. Set shards to 9")));
        assertThat(worker.rest().validate(CONNECTOR, settings("topics", Map.of("topic", "none"))))
                .isEqualTo(Map.of(
                        "topic",
                        List.of("Invalid value none for configuration topic: topic none does not exist. Create it:"
                                + " kafka-topics.sh --bootstrap-server " + brokers
                                + " --create --topic none --partitions 4 --config retention.ms=-1 --config"
                                + " retention.bytes=-1 --config cleanup.policy=delete --config"
                                + " message.timestamp.type=CreateTime --config segment.ms=63072000000")));
    }

    private static String finite(String setting, String found, String needed, String brokers) {
        return "Invalid value finite for configuration topic: topic finite has " + setting + "=" + found
                + "; the log needs "
                + setting + "=" + needed + ". Put it right: kafka-configs.sh --bootstrap-server " + brokers
                + " --alter --entity-type topics --entity-name finite --add-config " + setting + "=" + needed;
    }

    private static Map<String, String> settings(String name, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "name",
                name,
                "connector.class",
                CONNECTOR,
                "tasks.max",
                "2",
                "dataset",
                name,
                "csv.dir",
                roots.resolve(name).toString(),
                "time.zone",
                "America/Sao_Paulo",
                "topic",
                name,
                "rejects.topic",
                "rejects",
                "shards",
                Integer.toString(SHARDS),
                "admin.bootstrap.servers",
                kafka.bootstrapServers()));
        settings.put("header.converter", "org.apache.kafka.connect.storage.StringConverter");
        settings.putAll(more);
        return settings;
    }

    /** The ids of the data set's events, from the plugin's own core without a worker. */
    private static List<String> expectedIds(String dataset) {
        Map<String, String> settings = settings(dataset, Map.of());
        ReplayStart start = ReplayStarts.of(roots.toString(), Clock.systemUTC());
        List<String> ids = new ArrayList<>();
        try (Snapshot snapshot = start.read(
                new CsvReplaySourceConfig(settings), Wanted.shards(SHARDS, List.of(0, 1, 2, 3), true, true))) {
            SortedRecords records = snapshot.records();
            while (records.next()) {
                ids.add(records.output()
                        .build(records.key(), records.at(), 0, records.fields())
                        .getString("eventId"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ids;
    }

    private static void assertCompleted(String dataset, int task, String shards) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(Files.readString(worker.log()))
                        .containsPattern("Replay of " + dataset + " complete: task " + task
                                + " handed over (\\d+) events of shards "
                                + shards.replace("[", "\\[").replace("]", "\\]")
                                + "; \\1 written, 0 dropped by transforms"));
    }

    private static void assertInOrder(List<ConsumerRecord<String, String>> log) {
        log.stream().collect(Collectors.groupingBy(ConsumerRecord::partition)).forEach((partition, records) -> {
            assertThat(records)
                    .extracting(record -> String.format("%015d %s", record.timestamp(), record.key()))
                    .isSorted();
            assertThat(records)
                    .allSatisfy(record ->
                            assertThat(new Shards(SHARDS).of(record.key())).isEqualTo(partition));
        });
    }

    private static List<String> ids(List<ConsumerRecord<String, String>> log) {
        return log.stream().map(CsvReplaySourceIT::id).toList();
    }

    private static String id(ConsumerRecord<String, String> record) {
        try {
            JsonNode event = JSON.readTree(record.value());
            String header = new String(record.headers().lastHeader("eventType").value(), StandardCharsets.UTF_8);
            assertThat(header).isEqualTo(event.path("eventType").asText());
            return event.path("eventId").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stopped(String connector) {
        ConnectRest rest = worker.rest();
        rest.stop(connector);
        rest.awaitStopped(connector, TIMEOUT);
    }

    private static List<JsonNode> offsets(String connector) {
        List<JsonNode> offsets = new ArrayList<>();
        worker.rest().offsets(connector).path("offsets").forEach(offsets::add);
        return offsets;
    }

    /** How far the log can be read, over all partitions; the marker at the end of a transaction counts too. */
    private static long stableOffsets(String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (int partition = 0; partition < SHARDS; partition++) {
                ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
            }
            return admin
                    .listOffsets(ends, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .values()
                    .stream()
                    .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
                    .sum();
        }
    }

    /** All committed records; waits for at least this many, and then whether more come than that. */
    private static List<ConsumerRecord<String, String>> read(String topic, int atLeast) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (true) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                boolean atEnd = consumer.endOffsets(partitions).entrySet().stream()
                        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
                if (atEnd && records.size() >= atLeast) {
                    return records;
                }
                assertThat(System.nanoTime())
                        .as("%d of %d records in %s", records.size(), atLeast, topic)
                        .isLessThan(deadline);
            }
        }
    }

    private static Map<String, String> logSettings() {
        return Map.of("retention.ms", "-1", "segment.ms", "63072000000");
    }

    private static void createLog(String topic) {
        createTopic(topic, SHARDS, logSettings());
    }

    private static void createTopic(String topic, int partitions, Map<String, String> settings) {
        ObjectNode declaration =
                JSON.createObjectNode().put("partitions", partitions).put("replicationFactor", 1);
        ObjectNode config = declaration.putObject("config");
        settings.forEach(config::put);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Topics.create(admin, declaration, topic);
        }
    }
}
