package org.fulfillmentconnect.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka node, broker and KRaft controller in one: a cluster of its own, or one of a {@link KafkaCluster}. It creates no
 * topic by itself.
 */
public final class KafkaBroker extends Server {
    private final String bootstrapServers;

    private KafkaBroker(ServerRun run, String bootstrapServers) {
        super(run);
        this.bootstrapServers = bootstrapServers;
    }

    /** A broker with its data in {@code kafka} of the stack folder. */
    public static Builder in(Path stackFolder) {
        return new Builder(stackFolder);
    }

    /** Host and port, as clients take it in {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    boolean isReady() throws InterruptedException {
        if (!FreePort.isListening(bootstrapServers)) {
            return false;
        }
        Map<String, Object> client = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                5_000);
        try (Admin admin = Admin.create(client)) {
            return !admin.describeCluster().nodes().get(10, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** What to start. */
    public static final class Builder extends ServerBuilder<KafkaBroker, Builder> {
        private int heapMegabytes = 512;
        private int distantPort;
        private String distantAddress = "";
        private int nodeId = 1;
        private List<Integer> controllerPorts = List.of();
        private String clusterId = "";

        private Builder(Path stackFolder) {
            super(stackFolder, "kafka");
        }

        /** The size of its heap in MiB; 512 by default. */
        public Builder heapMegabytes(int megabytes) {
            this.heapMegabytes = megabytes;
            return this;
        }

        /**
         * One more listener, for clients that come through something between: they begin at its address, and the broker
         * names that address to them.
         *
         * @param port where the broker listens for it
         * @param address host and port that lead there
         */
        public Builder reachedThrough(int port, String address) {
            this.distantPort = port;
            this.distantAddress = address;
            return this;
        }

        /**
         * One node of several.
         *
         * @param id from 1 on
         * @param ports of the controllers of all nodes, in the order of their ids
         */
        Builder node(int id, List<Integer> ports, String cluster) {
            this.nodeId = id;
            this.controllerPorts = List.copyOf(ports);
            this.clusterId = cluster;
            return this;
        }

        @Override
        KafkaBroker prepare() throws IOException {
            ServerPlace place = ServerPlace.of(
                    ServerImage.KAFKA,
                    Versions.KAFKA,
                    version -> Downloads.inUserCache().kafkaBroker());
            int port = portOrFree();
            Path properties = folder().resolve("server.properties");
            store(withSettings(defaults(port)), properties);
            Path logging = copyResource("kafka-log4j2.properties", folder().resolve("log4j2.properties"));

            List<String> java = new ArrayList<>(List.of(
                    place.java(),
                    "-Xms" + heapMegabytes + "m",
                    "-Xmx" + heapMegabytes + "m",
                    "-XX:+UseG1GC",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Dlog4j2.configurationFile=" + logging.toUri(),
                    "-cp",
                    place.home() + "/*"));
            java.addAll(1, compilation());
            var spec = new ServerRun.Spec(
                    name(),
                    place.dyingWithParent(and(java, "kafka.Kafka", properties.toString())),
                    Map.of(),
                    folder(),
                    log(),
                    "TERM");
            // Formatting a formatted folder does nothing, and one that was left halfway is completed.
            place.runToEnd(
                    spec,
                    place.dyingWithParent(and(
                            java,
                            "kafka.tools.StorageTool",
                            "format",
                            "--ignore-formatted",
                            "--cluster-id",
                            clusterId(),
                            "--config",
                            properties.toString())));
            return new KafkaBroker(place.run(spec, List.of()), "127.0.0.1:" + port);
        }

        private Map<String, String> defaults(int port) {
            List<Integer> controllers = controllerPorts.isEmpty() ? List.of(FreePort.find()) : controllerPorts;
            int controllerPort = controllers.get(nodeId - 1);
            Map<String, String> defaults = new LinkedHashMap<>();
            defaults.put("process.roles", "broker,controller");
            defaults.put("node.id", Integer.toString(nodeId));
            defaults.put(
                    "controller.quorum.voters",
                    IntStream.range(0, controllers.size())
                            .mapToObj(i -> (i + 1) + "@127.0.0.1:" + controllers.get(i))
                            .collect(Collectors.joining(",")));
            defaults.put("controller.listener.names", "CONTROLLER");
            String near = "PLAINTEXT://127.0.0.1:" + port;
            String controller = "CONTROLLER://127.0.0.1:" + controllerPort;
            defaults.put("listeners", near + "," + controller);
            defaults.put(
                    "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,DISTANT:PLAINTEXT,CONTROLLER:PLAINTEXT");
            if (distantPort != 0) {
                defaults.put("listeners", near + ",DISTANT://127.0.0.1:" + distantPort + "," + controller);
                defaults.put("advertised.listeners", near + ",DISTANT://" + distantAddress);
            }
            defaults.put("log.dirs", folder().resolve("data").toString());
            defaults.put("auto.create.topics.enable", "false");
            defaults.put("group.initial.rebalance.delay.ms", "0");
            defaults.put("broker.heartbeat.interval.ms", "1000");
            for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
                defaults.put(topic + ".replication.factor", "1");
                defaults.put(topic + ".num.partitions", "5");
            }
            defaults.put("transaction.state.log.min.isr", "1");
            defaults.put("share.coordinator.state.topic.min.isr", "1");
            return defaults;
        }

        /** One cluster id for the life of the data. */
        private String clusterId() throws IOException {
            Path file = folder().resolve("cluster.id");
            if (!Files.exists(file)) {
                Path partial = folder().resolve("cluster.id.partial");
                Files.writeString(
                        partial, clusterId.isEmpty() ? Uuid.randomUuid().toString() : clusterId);
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file);
        }
    }
}
