package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.fulfillmentconnect.quickstart.EventLog;
import org.fulfillmentconnect.quickstart.Project;
import org.fulfillmentconnect.stack.ConnectWorker;
import org.fulfillmentconnect.stack.FreePort;
import org.fulfillmentconnect.stack.KafkaBroker;
import org.fulfillmentconnect.stack.KafkaCluster;
import org.fulfillmentconnect.stack.Topics;

/** The broker, or the cluster, of a measurement, its topics with the shipped settings, and workers on it. */
final class BenchBroker implements AutoCloseable {
    private static final int BROKER = 1;

    private final Path folder;
    private final Project project;
    private final String bootstrapServers;
    private final Runnable stop;
    private final Optional<Distance> distance;
    private final Admin admin;
    private final Map<String, JsonNode> declarations;

    private BenchBroker(
            Path folder, Project project, String bootstrapServers, Runnable stop, Optional<Distance> distance) {
        this.folder = folder;
        this.project = project;
        this.bootstrapServers = bootstrapServers;
        this.stop = stop;
        this.distance = distance;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.declarations = project.topics().stream()
                .collect(Collectors.toMap(topic -> topic.path("name").asText(), topic -> topic));
    }

    static BenchBroker start(Path folder, Project project) {
        return start(folder, project, Map.of());
    }

    /** A broker with settings of its own. */
    static BenchBroker start(Path folder, Project project, Map<String, String> settings) {
        return of(folder, project, KafkaBroker.in(folder).settings(settings).start(), Optional.empty());
    }

    /** A broker that is that far from its workers, but not from the measurement. */
    static BenchBroker start(Path folder, Project project, Duration oneWay) throws IOException {
        if (oneWay.isZero()) {
            return start(folder, project);
        }
        int port = FreePort.find();
        Distance distance = new Distance(port, oneWay);
        KafkaBroker kafka =
                KafkaBroker.in(folder).reachedThrough(port, distance.address()).start();
        return of(folder, project, kafka, Optional.of(distance));
    }

    private static BenchBroker of(Path folder, Project project, KafkaBroker kafka, Optional<Distance> distance) {
        return new BenchBroker(folder, project, kafka.bootstrapServers(), kafka::close, distance);
    }

    /** The cluster in place of one broker; it ends with this. */
    static BenchBroker of(Path folder, Project project, KafkaCluster cluster) {
        return new BenchBroker(folder, project, cluster.bootstrapServers(), cluster::close, Optional.empty());
    }

    Admin admin() {
        return admin;
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /** A worker with the shipped settings and a group of its own, not started yet. */
    ConnectWorker.Builder worker(String name, List<Path> pluginPath, Path data) {
        String address = distance.map(Distance::address).orElseGet(this::bootstrapServers);
        ConnectWorker.Builder worker = ConnectWorker.in(folder)
                .name(name)
                .properties(project.workerProperties())
                .setting("bootstrap.servers", address)
                .pluginPath(pluginPath)
                .heapMegabytes(512)
                .setting("group.id", name)
                .environment("FULFILLMENT_CSV_ROOTS", data.toString())
                .environment("FULFILLMENT_CSV_DIR", data.toString())
                .environment("FULFILLMENT_BOOTSTRAP_SERVERS", address);
        for (String topic : List.of("config", "offset", "status")) {
            worker.setting(topic + ".storage.topic", name + "-" + topic);
        }
        return worker;
    }

    /**
     * Creates a topic with the settings of a shipped declaration.
     *
     * @return how many partitions it has
     */
    int createLike(String declared, String name) {
        JsonNode declaration = declarations.get(declared);
        if (declaration == null) {
            throw new IllegalStateException("no topic " + declared + " is declared in connector-configs/topics");
        }
        Topics.create(admin, declaration, name);
        return declaration.path("partitions").asInt();
    }

    void delete(String topic) {
        answer(() -> admin.deleteTopics(List.of(topic)).all().get());
    }

    /** The end of each partition: of all that is written, or of what is committed alone. Markers count as records do. */
    long[] ends(String topic, int partitions, IsolationLevel level) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        IntStream.range(0, partitions)
                .forEach(partition -> latest.put(new TopicPartition(topic, partition), OffsetSpec.latest()));
        long[] ends = new long[partitions];
        answer(() -> admin.listOffsets(latest, new ListOffsetsOptions(level))
                        .all()
                        .get())
                .forEach((partition, end) -> ends[partition.partition()] = end.offset());
        return ends;
    }

    /** The sum of the ends of all that is written. */
    long written(String topic, int partitions) {
        return Arrays.stream(ends(topic, partitions, IsolationLevel.READ_UNCOMMITTED))
                .sum();
    }

    /** How much the topic's segments take on the broker's disk, without their indexes. */
    long segmentBytes(String topic) {
        return answer(() ->
                        admin.describeLogDirs(List.of(BROKER)).allDescriptions().get())
                .values()
                .stream()
                .flatMap(folders -> folders.values().stream())
                .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                .filter(replica -> replica.getKey().topic().equals(topic))
                .mapToLong(replica -> replica.getValue().size())
                .sum();
    }

    /**
     * Reads a topic to its present end, each partition in its order.
     *
     * @return how many records there are
     */
    long read(String topic, IsolationLevel level, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        return EventLog.read(bootstrapServers(), topic, level, new ByteArrayDeserializer(), action);
    }

    /** Whether no transaction is open. */
    boolean isAllCommitted(String topic, int partitions) {
        return Arrays.equals(
                ends(topic, partitions, IsolationLevel.READ_COMMITTED),
                ends(topic, partitions, IsolationLevel.READ_UNCOMMITTED));
    }

    @Override
    public void close() {
        admin.close();
        stop.run();
        distance.ifPresent(Distance::close);
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws ExecutionException, InterruptedException;
    }

    private static <T> T answer(Question<T> question) {
        try {
            return question.ask();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker refused: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker was asked", e);
        }
    }
}
