package org.fulfillmentconnect.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
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
import org.fulfillmentconnect.source.snapshot.Snapshot;
import org.fulfillmentconnect.source.snapshot.SortedRecords;
import org.fulfillmentconnect.source.snapshot.Wanted;
import org.fulfillmentconnect.stack.ConnectRest;
import org.fulfillmentconnect.stack.ConnectWorker;
import org.fulfillmentconnect.stack.KafkaBroker;
import org.fulfillmentconnect.stack.Topics;

/** A broker, and a worker with the built plugin folder that reads below one root. */
final class SourceStack implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final int shards;
    private final Path roots;
    private final KafkaBroker kafka;
    private final ConnectWorker worker;

    /** @param shards how many each data set has */
    SourceStack(Path folder, int shards) throws IOException {
        this.shards = shards;
        this.roots = Files.createDirectories(folder.resolve("csv"));
        this.kafka = KafkaBroker.in(folder)
                .setting("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500")
                .start();
        this.worker = ConnectWorker.in(folder)
                .broker(kafka)
                .pluginPath(List.of(Path.of("target", "plugin")))
                .environment(CsvRoots.ENVIRONMENT_VARIABLE, roots.toString())
                // A killed worker is soon taken for dead, and its tasks are given out again at once.
                .setting("session.timeout.ms", "6000")
                .setting("heartbeat.interval.ms", "1000")
                .setting("scheduled.rebalance.max.delay.ms", "0")
                .heapMegabytes(512)
                .start();
    }

    @Override
    public void close() {
        worker.close();
        kafka.close();
    }

    ConnectWorker worker() {
        return worker;
    }

    String brokers() {
        return kafka.bootstrapServers();
    }

    ConnectRest rest() {
        return worker.rest();
    }

    /** A new folder for a data set. */
    Path dataset(String name) throws IOException {
        return Files.createDirectory(roots.resolve(name));
    }

    String workerLog() {
        try {
            return Files.readString(worker.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a data set in the folder of its name, with the topic of its name and {@code NAME-rejects}. */
    Map<String, String> settings(String name, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "name",
                name,
                "connector.class",
                CsvReplaySourceConnector.class.getName(),
                "tasks.max",
                "1",
                "dataset",
                name,
                "csv.dir",
                roots.resolve(name).toString(),
                "time.zone",
                "America/Sao_Paulo",
                "topic",
                name,
                "rejects.topic",
                name + "-rejects",
                "shards",
                Integer.toString(shards),
                "admin.bootstrap.servers",
                brokers()));
        settings.put("header.converter", "org.apache.kafka.connect.storage.StringConverter");
        // A worker that starts again waits until the broker has ended what the killed one left open.
        settings.put("producer.override.transaction.timeout.ms", "3000");
        settings.putAll(more);
        return settings;
    }

    /** The ids of the data set's events, from the plugin's own core without a worker. */
    List<String> expectedIds(String dataset) {
        List<Integer> all = IntStream.range(0, shards).boxed().toList();
        List<String> ids = new ArrayList<>();
        try (Snapshot snapshot = ReplayStarts.of(roots.toString(), Clock.systemUTC())
                .read(new CsvReplaySourceConfig(settings(dataset, Map.of())), Wanted.shards(shards, all, true, true))) {
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

    /** The topics of a data set, which are able to hold its log and its rejects. */
    void createTopics(String name) {
        createTopic(name, shards);
        createTopic(name + "-rejects", 1);
    }

    /** A topic that keeps its records for ever. */
    void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of("retention.ms", "-1", "segment.ms", "63072000000"));
    }

    void createTopic(String name, int partitions, Map<String, String> settings) {
        ObjectNode declaration = new ObjectMapper()
                .createObjectNode()
                .put("partitions", partitions)
                .put("replicationFactor", 1);
        ObjectNode config = declaration.putObject("config");
        settings.forEach(config::put);
        try (Admin admin = admin()) {
            Topics.create(admin, declaration, name);
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", brokers()));
    }

    /** How far a topic can be read, over all partitions; the marker at the end of a transaction counts too. */
    long stableOffsets(String topic) {
        try (Admin admin = admin()) {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            int partitions = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .values()
                    .iterator()
                    .next()
                    .partitions()
                    .size();
            for (int partition = 0; partition < partitions; partition++) {
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

    /** All records that are committed now; or, once there are at least this many, those that are committed then. */
    List<ConsumerRecord<String, String>> read(String topic, int atLeast) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", brokers(),
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
            while (records.size() < atLeast) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                assertBefore(deadline, records.size(), atLeast, topic);
            }
            // Where they are now: while a replay goes on, nobody catches up with it.
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                assertBefore(deadline, records.size(), atLeast, topic);
            }
            return records;
        }
    }

    private static void assertBefore(long deadline, int read, int atLeast, String topic) {
        assertThat(System.nanoTime())
                .as("%d of %d records in %s", read, atLeast, topic)
                .isLessThan(deadline);
    }

    /** What a JMX client sees of the worker's process. */
    @SuppressWarnings("BanJNDI") // Of a process that this one has started.
    JMXConnector jmx() throws IOException {
        try {
            VirtualMachine process = VirtualMachine.attach(Long.toString(worker.pid()));
            try {
                return JMXConnectorFactory.connect(new JMXServiceURL(process.startLocalManagementAgent()));
            } finally {
                process.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }
}
