package org.fulfillmentconnect.bench;

import java.nio.file.Path;
import java.util.List;
import org.fulfillmentconnect.quickstart.Project;
import org.fulfillmentconnect.stack.ConnectRest;
import org.fulfillmentconnect.stack.ConnectWorker;
import org.fulfillmentconnect.stack.ElasticsearchServer;
import org.fulfillmentconnect.stack.KafkaCluster;
import org.fulfillmentconnect.stack.PostgresServer;

/** Three brokers, three workers of one group with the built plugins, one Elasticsearch and one PostgreSQL, running. */
record Cluster(
        Project project,
        KafkaCluster kafka,
        BenchBroker broker,
        ElasticsearchServer elasticsearch,
        PostgresServer postgres,
        List<SoakWorker> workers) {
    /** How many brokers, and how many workers. */
    static final int SIZE = 3;

    private static final String GROUP = "soak-workers";
    private static final int BROKER_HEAP_MB = 320;
    private static final int ELASTICSEARCH_HEAP_MB = 512;

    @FunctionalInterface
    interface Use<T> {
        T of(Cluster cluster) throws InterruptedException;
    }

    /** Starts the servers, and ends them after the use. */
    static <T> T use(Project project, Path folder, Path snapshot, Use<T> use) throws InterruptedException {
        KafkaCluster kafka = KafkaCluster.start(folder, BROKER_HEAP_MB);
        try (BenchBroker broker = BenchBroker.of(folder, project, kafka);
                ElasticsearchServer elasticsearch = ElasticsearchServer.in(folder)
                        .heapMegabytes(ELASTICSEARCH_HEAP_MB)
                        .start();
                PostgresServer postgres = PostgresServer.in(folder).start()) {
            Cluster alone = new Cluster(project, kafka, broker, elasticsearch, postgres, List.of());
            try (SoakWorker one = alone.worker(folder, snapshot, 1);
                    SoakWorker two = alone.worker(folder, snapshot, 2);
                    SoakWorker three = alone.worker(folder, snapshot, 3)) {
                return use.of(new Cluster(project, kafka, broker, elasticsearch, postgres, List.of(one, two, three)));
            }
        }
    }

    private SoakWorker worker(Path folder, Path snapshot, int number) {
        String name = "soak-worker-" + number;
        ConnectWorker.Builder worker = broker.worker(name, project.pluginPath(), snapshot)
                .setting("group.id", GROUP)
                .environment("FULFILLMENT_ELASTICSEARCH_URL", elasticsearch.url())
                .environment("FULFILLMENT_POSTGRES_URL", postgres.jdbcUrl())
                .environment("FULFILLMENT_POSTGRES_USER", postgres.user())
                .environment("FULFILLMENT_POSTGRES_PASSWORD", postgres.password());
        for (String topic : List.of("config", "offset", "status")) {
            worker.setting(topic + ".storage.topic", GROUP + "-" + topic)
                    .setting(topic + ".storage.replication.factor", Integer.toString(SIZE));
        }
        return SoakWorker.start(worker, name, folder);
    }

    /** Of a worker other than this one. */
    ConnectRest restBeside(int worker) {
        return workers.get((worker + 1) % SIZE).rest();
    }

    /** Of any worker, where all of them run. */
    ConnectRest rest() {
        return workers.get(0).rest();
    }
}
