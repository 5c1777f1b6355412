package org.fulfillmentconnect.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka cluster of three nodes, each broker and KRaft controller in one, that works on while one of them is away: every
 * topic, the internal ones too, has a replica on each node by default, and takes what two of them have stored.
 */
public final class KafkaCluster implements AutoCloseable {
    private static final int NODES = 3;
    private static final Duration IN_SYNC_TIMEOUT = Duration.ofMinutes(3);
    private static final long LOOK_AGAIN_MILLIS = 200;

    private final List<KafkaBroker> brokers;

    private KafkaCluster(List<KafkaBroker> brokers) {
        this.brokers = List.copyOf(brokers);
    }

    /**
     * Starts the nodes at the same time, as none serves alone, with their data in {@code kafka-1} to {@code kafka-3} of the
     * stack folder.
     *
     * @param heapMegabytes of each node
     * @throws ServerException if one cannot be fetched or started; with the end of its log
     */
    public static KafkaCluster start(Path stackFolder, int heapMegabytes) {
        List<Integer> controllers =
                IntStream.range(0, NODES).mapToObj(node -> FreePort.find()).toList();
        String clusterId = Uuid.randomUuid().toString();
        ExecutorService threads = Executors.newFixedThreadPool(NODES);
        try {
            List<CompletableFuture<KafkaBroker>> starting = IntStream.rangeClosed(1, NODES)
                    .mapToObj(id -> KafkaBroker.in(stackFolder)
                            .name("kafka-" + id)
                            .node(id, controllers, clusterId)
                            .heapMegabytes(heapMegabytes)
                            .settings(replication()))
                    .map(broker -> CompletableFuture.supplyAsync(broker::start, threads))
                    .toList();
            return new KafkaCluster(started(starting));
        } finally {
            threads.shutdown();
        }
    }

    private static List<KafkaBroker> started(List<CompletableFuture<KafkaBroker>> starting) {
        List<KafkaBroker> started = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        for (CompletableFuture<KafkaBroker> broker : starting) {
            try {
                started.add(broker.join());
            } catch (CompletionException e) {
                failures.add(e.getCause() instanceof RuntimeException cause ? cause : e);
            }
        }
        if (!failures.isEmpty()) {
            started.forEach(KafkaBroker::close);
            throw failures.get(0);
        }
        return started;
    }

    private static Map<String, String> replication() {
        Map<String, String> settings = new HashMap<>();
        settings.put("default.replication.factor", "3");
        settings.put("min.insync.replicas", "2");
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            settings.put(topic + ".replication.factor", "3");
        }
        settings.put("transaction.state.log.min.isr", "2");
        settings.put("share.coordinator.state.topic.min.isr", "2");
        return settings;
    }

    /** The nodes. */
    public List<KafkaBroker> brokers() {
        return brokers;
    }

    /** Host and port of every node, as clients take them in {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return brokers.stream().map(KafkaBroker::bootstrapServers).collect(Collectors.joining(","));
    }

    /**
     * Waits until every replica of every topic, the internal ones too, is in sync: any one node may go now.
     *
     * @throws ServerException after 3 minutes
     */
    public void awaitInSync() throws InterruptedException {
        long deadline = System.nanoTime() + IN_SYNC_TIMEOUT.toNanos();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            while (!isInSync(admin)) {
                if (System.nanoTime() > deadline) {
                    throw new ServerException(
                            "the replicas were not in sync within %d s".formatted(IN_SYNC_TIMEOUT.toSeconds()));
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            }
        }
    }

    private static boolean isInSync(Admin admin) throws InterruptedException {
        try {
            Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
            return admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(KafkaCluster::isInSync);
        } catch (ExecutionException e) {
            // A topic that is just being made or deleted; a node that has just gone or come.
            return false;
        }
    }

    private static boolean isInSync(TopicPartitionInfo partition) {
        return partition.leader() != null
                && partition.isr().size() == partition.replicas().size();
    }

    /** Ends all nodes for good. Their data stay in the stack folder. */
    @Override
    public void close() {
        // In order, the last ones would wait for a quorum that is gone.
        brokers.forEach(KafkaBroker::kill);
        brokers.forEach(KafkaBroker::close);
    }
}
