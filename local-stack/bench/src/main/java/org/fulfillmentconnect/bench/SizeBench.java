package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fulfillmentconnect.quickstart.Project;
import org.fulfillmentconnect.stack.ElasticsearchServer;
import org.fulfillmentconnect.stack.PostgresServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How much each store keeps of a data set, and what it costs to get it there: what a cluster is sized by. */
@Command(
        name = "size",
        usageHelpWidth = 120,
        sortOptions = false,
        description =
                "Fills a log with the source as shipped, then has the projection and after it the KPI sink store it, as shipped"
                        + " with one task each, in a real Elasticsearch node and a real PostgreSQL. Tells how many bytes of disk"
                        + " log, indices (one copy, without replicas) and tables (with their indexes) take, and what an event"
                        + " costs in CPU time. For the growth with the data compare runs with other --orders. Exit code 1 if a"
                        + " store ends with other orders than the generated ones.",
        footerHeading = "%nWhat the last line, one JSON object, holds:%n",
        footer = {
            "  orders, events           cards in the index, events in the log",
            "  logBytesPerEvent         segments of the log without their indexes, compressed as shipped, one replica, with the",
            "                           markers of the transactions",
            "  cardBytesPerOrder, timelineBytesPerEvent",
            "                           the indices as the load leaves them once no merge runs",
            "  mergedCardBytesPerOrder, mergedTimelineBytesPerEvent",
            "                           the same with one segment per shard, without deleted documents",
            "  orderFactsBytesPerOrder  table and its indexes after VACUUM",
            "  laneDays, laneDayBytesPerRow, sellerDays, sellerDayBytesPerRow",
            "                           the rows that grow with days, lanes and sellers and not with orders",
            "  projectionEventsPerSecond, kpiEventsPerSecond   of the first load",
            "  projectionCpuMicrosPerEvent, kpiCpuMicrosPerEvent   CPU time of the worker's process, per event",
            "  elasticsearchCpuMicrosPerEvent, postgresCpuMicrosPerEvent   of the stores' processes",
            "  otherLoad                share of the machine's CPU time that other processes took, the broker among them, in the",
            "                           busier of both loads"
        })
final class SizeBench extends Run {
    private static final int DEFAULT_ORDERS = 100_000;
    private static final long SEED = 1;
    private static final String WORKER = "size-worker";
    private static final double MICROS_PER_SECOND = 1e6;

    @Option(names = "--data", paramLabel = "DIR", description = "Load this data set in Olist's layout instead.")
    private @Nullable Path data;

    @Option(names = "--heap", paramLabel = "MIB", description = "Elasticsearch's heap in MiB. Default: 1024.")
    private int heap = 1024;

    @Option(
            names = "--shared-buffers",
            paramLabel = "MIB",
            description = "PostgreSQL's shared_buffers in MiB. Default: 128, PostgreSQL's own.")
    private int sharedBuffers = 128;

    SizeBench() {
        super(DEFAULT_ORDERS);
    }

    @Override
    void check() {
        expect(data == null || Files.isDirectory(data), "--data", "a folder but found " + data);
        expect(heap >= 1, "--heap", "1 or more");
        expect(sharedBuffers >= 1, "--shared-buffers", "1 or more");
    }

    @Override
    boolean run(Project project, WorkFolder folder) throws IOException, InterruptedException {
        Path snapshot = data == null ? snapshot(folder, SEED) : data.toRealPath();
        JsonNode projection = project.connector(Project.PROJECTION);
        try (BenchBroker broker = BenchBroker.start(folder.path(), project);
                ElasticsearchServer elasticsearch = ElasticsearchServer.in(folder.path())
                        .heapMegabytes(heap)
                        .start();
                PostgresServer postgres = PostgresServer.in(folder.path())
                        .setting("shared_buffers", sharedBuffers + "MB")
                        .start();
                MeasuredWorker worker = worker(project, folder, snapshot, broker, elasticsearch, postgres)) {
            FilledLog log = FilledLog.fill(project, broker, worker);
            show("Filled the log with %,d events", log.events());
            figures.add("events", log.events());
            figures.addRounded("logBytesPerEvent", (double) broker.segmentBytes(log.topic()) / log.events());

            SinkLoad cards = load(broker, worker, elasticsearch.pid(), log, projection);
            ProjectedIndices indices = new ProjectedIndices(elasticsearch, projection);
            long orders = addSizes(indices);
            SinkLoad kpis = load(broker, worker, postgres.pid(), log, project.connector(Project.KPI));
            KpiDatabase database = KpiDatabase.first(postgres);
            boolean sameOrders = addSizes(database) == orders;

            add("projection", "elasticsearch", cards, log.events());
            add("kpi", "postgres", kpis, log.events());
            figures.addRounded("otherLoad", Math.max(cards.others(), kpis.others()));
            return sameOrders && (data != null || orders == orders());
        }
    }

    private MeasuredWorker worker(
            Project project,
            WorkFolder folder,
            Path snapshot,
            BenchBroker broker,
            ElasticsearchServer elasticsearch,
            PostgresServer postgres) {
        return MeasuredWorker.start(
                broker,
                WORKER,
                broker.worker(WORKER, project.pluginPath(), snapshot)
                        .heapMegabytes(2048)
                        // What is stored counts once it is committed.
                        .setting("offset.flush.interval.ms", "250")
                        .environment("FULFILLMENT_ELASTICSEARCH_URL", elasticsearch.url())
                        .environment("FULFILLMENT_POSTGRES_URL", postgres.jdbcUrl())
                        .environment("FULFILLMENT_POSTGRES_USER", postgres.user())
                        .environment("FULFILLMENT_POSTGRES_PASSWORD", postgres.password()),
                folder.path());
    }

    private SinkLoad load(BenchBroker broker, MeasuredWorker worker, long server, FilledLog log, JsonNode shipped)
            throws InterruptedException {
        ObjectNode config = ((ObjectNode) shipped).deepCopy().put("topics", log.topic());
        String deadLetters = config.path("errors.deadletterqueue.topic.name").asText();
        broker.createLike(deadLetters, deadLetters);
        MeasuredSink sink = new MeasuredSink(broker, worker, server, log, config);
        SinkLoad load = sink.load();
        sink.stop();
        show("%-20s stored the log in %.1f s", config.path("name").asText(), load.seconds());
        return load;
    }

    /** Returns how many orders there are. */
    private long addSizes(ProjectedIndices indices) throws InterruptedException {
        indices.awaitQuiet();
        ProjectedIndices.Counts documents = indices.documents();
        figures.add("orders", documents.cards());
        addSizes(indices.bytes(), documents, "cardBytesPerOrder", "timelineBytesPerEvent");
        indices.mergeToOneSegment();
        addSizes(indices.bytes(), documents, "mergedCardBytesPerOrder", "mergedTimelineBytesPerEvent");
        return documents.cards();
    }

    private void addSizes(
            ProjectedIndices.Counts bytes, ProjectedIndices.Counts documents, String ofCards, String ofTimeline) {
        figures.addRounded(ofCards, (double) bytes.cards() / documents.cards());
        figures.addRounded(ofTimeline, (double) bytes.timeline() / documents.timeline());
    }

    /** Returns how many orders there are. */
    private long addSizes(KpiDatabase database) {
        for (String table : List.of("order_facts", "lane_day", "seller_day")) {
            database.vacuum(table);
        }
        long orders = database.rows("order_facts");
        figures.addRounded("orderFactsBytesPerOrder", (double) database.bytes("order_facts") / orders);
        addRows(database, "lane_day", "laneDay");
        addRows(database, "seller_day", "sellerDay");
        return orders;
    }

    private void addRows(KpiDatabase database, String table, String name) {
        long rows = database.rows(table);
        figures.add(name + "s", rows);
        figures.addRounded(name + "BytesPerRow", (double) database.bytes(table) / rows);
    }

    private void add(String sink, String store, SinkLoad load, long events) {
        figures.addWhole(sink + "EventsPerSecond", events / load.seconds());
        figures.addRounded(sink + "CpuMicrosPerEvent", load.workerCpu() * MICROS_PER_SECOND / events);
        figures.addRounded(store + "CpuMicrosPerEvent", load.serverCpu() * MICROS_PER_SECOND / events);
    }
}
