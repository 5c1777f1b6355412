package org.fulfillmentconnect.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.fulfillmentconnect.stack.ConnectRest;
import org.fulfillmentconnect.stack.ConnectWorker;
import org.fulfillmentconnect.stack.ElasticsearchRelease;
import org.fulfillmentconnect.stack.ElasticsearchServer;
import org.fulfillmentconnect.stack.KafkaBroker;
import org.fulfillmentconnect.stack.PostgresRelease;
import org.fulfillmentconnect.stack.PostgresServer;
import org.fulfillmentconnect.stack.Topics;

/** Kafka, a Connect worker with the built plugin folders, Elasticsearch and PostgreSQL, running. */
final class PipelineStack implements AutoCloseable {

    /**
     * What to start.
     *
     * @param folder data and logs of all servers
     * @param data the CSV snapshot, and the one root that the source may read below
     * @param ports 0 takes a free one
     * @param brokerSettings beside the defaults, in Kafka's own words
     * @param plugins the parents of plugin folders
     * @param workerSettings beside the shipped ones
     * @param workerJvmOptions beside those of the local stack
     */
    record Settings(
            Path folder,
            Path data,
            Releases releases,
            Ports ports,
            Map<String, String> brokerSettings,
            List<Path> plugins,
            Map<String, String> workerSettings,
            List<String> workerJvmOptions) {}

    /**
     * What the servers are.
     *
     * @param connect the worker's Kafka version; empty for that of the build
     */
    record Releases(Optional<String> connect, ElasticsearchRelease elasticsearch, PostgresRelease postgres) {
        /** Those of the quickstart, but for the worker. */
        static Releases ofWorker(Optional<String> connect) {
            return new Releases(connect, ElasticsearchRelease.EIGHT, PostgresRelease.EIGHTEEN);
        }
    }

    /** The ports on 127.0.0.1; 0 takes a free one. */
    record Ports(int kafka, int connect, int elasticsearch, int postgres) {
        static final Ports FREE = new Ports(0, 0, 0, 0);
    }

    private final KafkaBroker kafka;
    private final ConnectWorker connect;
    private final ElasticsearchServer elasticsearch;
    private final PostgresServer postgres;

    private PipelineStack(
            KafkaBroker kafka, ConnectWorker connect, ElasticsearchServer elasticsearch, PostgresServer postgres) {
        this.kafka = kafka;
        this.connect = connect;
        this.elasticsearch = elasticsearch;
        this.postgres = postgres;
    }

    /** Starts all servers and creates the shipped topics. What has started is stopped again if one fails. */
    static PipelineStack start(Project project, Settings settings) {
        return start(project, settings, kafka -> {});
    }

    /**
     * The same with something to do first.
     *
     * @param beforeTheWorker is given the broker once the topics are there
     */
    static PipelineStack start(Project project, Settings settings, Consumer<KafkaBroker> beforeTheWorker) {
        List<AutoCloseable> started = new ArrayList<>();
        try {
            // Elasticsearch takes longest to start: the others start beside it.
            CompletableFuture<ElasticsearchServer> elasticsearch =
                    CompletableFuture.supplyAsync(() -> ElasticsearchServer.in(settings.folder())
                            .release(settings.releases().elasticsearch())
                            .port(settings.ports().elasticsearch())
                            .start());
            PostgresServer postgres;
            KafkaBroker kafka;
            try {
                postgres = PostgresServer.in(settings.folder())
                        .release(settings.releases().postgres())
                        .port(settings.ports().postgres())
                        .start();
                started.add(postgres);
                kafka = KafkaBroker.in(settings.folder())
                        .port(settings.ports().kafka())
                        .settings(settings.brokerSettings())
                        .start();
                started.add(kafka);
            } finally {
                started.add(elasticsearch.join());
            }
            createTopics(project, kafka.bootstrapServers());
            beforeTheWorker.accept(kafka);

            ConnectWorker.Builder worker = ConnectWorker.in(settings.folder())
                    .port(settings.ports().connect())
                    .properties(project.workerProperties())
                    .broker(kafka)
                    .pluginPath(settings.plugins())
                    .files(settings.data())
                    .settings(settings.workerSettings());
            settings.releases().connect().ifPresent(worker::version);
            settings.workerJvmOptions().forEach(worker::jvmOption);
            environment(settings, kafka, elasticsearch.join(), postgres).forEach(worker::environment);
            ConnectWorker connect = worker.start();
            return new PipelineStack(kafka, connect, elasticsearch.join(), postgres);
        } catch (RuntimeException e) {
            started.forEach(PipelineStack::closeQuietly);
            throw e instanceof CompletionException && e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static Map<String, String> environment(
            Settings settings, KafkaBroker kafka, ElasticsearchServer elasticsearch, PostgresServer postgres) {
        String data = settings.data().toAbsolutePath().normalize().toString();
        Map<String, String> variables = new HashMap<>();
        variables.put("FULFILLMENT_CSV_ROOTS", data);
        variables.put("FULFILLMENT_CSV_DIR", data);
        variables.put("FULFILLMENT_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        variables.put("FULFILLMENT_ELASTICSEARCH_URL", elasticsearch.url());
        variables.put("FULFILLMENT_POSTGRES_URL", postgres.jdbcUrl());
        variables.put("FULFILLMENT_POSTGRES_USER", postgres.user());
        variables.put("FULFILLMENT_POSTGRES_PASSWORD", postgres.password());
        return variables;
    }

    /** Creates the shipped topics that do not exist yet. */
    static void createTopics(Project project, String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            for (JsonNode topic : project.topics()) {
                Topics.create(admin, topic, topic.path("name").asText());
            }
        }
    }

    KafkaBroker kafka() {
        return kafka;
    }

    ConnectWorker connect() {
        return connect;
    }

    ConnectRest rest() {
        return connect.rest();
    }

    ElasticsearchServer elasticsearch() {
        return elasticsearch;
    }

    PostgresServer postgres() {
        return postgres;
    }

    /** Stops the servers, the worker first, so that its connectors end in order. */
    @Override
    public void close() {
        List.<AutoCloseable>of(connect, kafka, elasticsearch, postgres).forEach(PipelineStack::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            org.slf4j.LoggerFactory.getLogger(PipelineStack.class).warn("a server did not stop in order", e);
        }
    }
}
