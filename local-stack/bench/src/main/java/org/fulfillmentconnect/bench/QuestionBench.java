package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.fulfillmentconnect.quickstart.Project;
import org.fulfillmentconnect.stack.ElasticsearchServer;
import org.fulfillmentconnect.stack.PostgresServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The same questions to both stores: aggregated over the cards when asked, and read from the KPIs that are computed before. */
@Command(
        name = "question",
        usageHelpWidth = 120,
        sortOptions = false,
        description =
                "Loads the cards and the lane KPIs with the connectors as shipped into a real Elasticsearch node and a real"
                        + " PostgreSQL, each with its default settings, one sink after the other. Then asks both the same three"
                        + " questions in turn, one at a time: A, each lane of the busiest month; B, each lane and day of it; C,"
                        + " the busiest lane by week over all time. An answer has samples, late ones, mean, p50 and p95 of the"
                        + " lead time, and the time is that until the client holds its rows. PostgreSQL is asked the views"
                        + " (route_stats_monthly, _daily, _weekly) by prepared statements; Elasticsearch by one search over"
                        + " shipments with size 0, with its default percentiles and request_cache=false, and beside it with"
                        + " the compression of the shipped operator queries, and with the request cache on, which then holds"
                        + " the answer. The exact percentiles are percentile_disc over the facts of all orders. Exit code 1"
                        + " if a store's counts or means are not the exact ones, or a percentile of the views is off by more"
                        + " than 1 %%. For the growth with the data compare runs with other --orders.",
        footerHeading = "%nWhat the last line, one JSON object, holds, A to C being the question:%n",
        footer = {
            "  ratioA                   elasticsearchMillisA / postgresMillisA: above 1 where the KPIs answer sooner",
            "  postgresMillisA, elasticsearchMillisA, elasticsearchFineMillisA, elasticsearchCachedMillisA",
            "                           medians; Fine: t-digest of compression 1000; Cached: with the request cache",
            "  ...P95MillisA, ...BytesA the 95th percentile of the times; bytes of the answer (JSON; values as text)",
            "  ...WorstErrorPercentA    the largest distance of a p50 or p95 of a row from the exact one, in percent of it",
            "  rowsA                    rows of the answer",
            "  answersAgree             whether counts and means of both stores are the exact ones, and the percentiles of the",
            "                           KPIs within 1 %%",
            "  orders, events, asks     cards in the index, events in the log, times that each question counts",
            "  projectionSeconds, kpiSeconds  how long each sink took to store the log, alone: what is paid before",
            "  cardBytes, laneDayBytes, orderFactsBytes  the index of the cards; the sums per lane and day; the facts that",
            "                           keep them exact",
            "  otherLoad                share of the machine's CPU time that other processes took while questions were asked"
        })
final class QuestionBench extends Run {
    private static final int DEFAULT_ORDERS = 100_000;
    private static final long SEED = 1;
    private static final String WORKER = "question-worker";
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration LOAD_TIMEOUT = Duration.ofMinutes(60);
    private static final long LOOK_MILLIS = 100;

    @Option(names = "--data", paramLabel = "DIR", description = "Load this data set in Olist's layout instead.")
    private @Nullable Path data;

    @Option(
            names = "--asks",
            paramLabel = "N",
            description = "How often each question counts, after as many times that do not. Default: 200.")
    private int asks = 200;

    QuestionBench() {
        super(DEFAULT_ORDERS);
    }

    @Override
    void check() {
        expect(data == null || Files.isDirectory(data), "--data", "a folder but found " + data);
        expect(asks >= 1, "--asks", "1 or more");
    }

    @Override
    boolean run(Project project, WorkFolder folder) throws IOException, InterruptedException {
        Path snapshot = data == null ? snapshot(folder, SEED) : data.toRealPath();
        JsonNode projection = project.connector(Project.PROJECTION);
        JsonNode kpi = project.connector(Project.KPI);
        try (BenchBroker broker = BenchBroker.start(folder.path(), project);
                ElasticsearchServer elasticsearch =
                        ElasticsearchServer.in(folder.path()).start();
                PostgresServer postgres = PostgresServer.in(folder.path()).start()) {
            try (MeasuredWorker worker = MeasuredWorker.start(
                    broker,
                    WORKER,
                    broker.worker(WORKER, project.pluginPath(), snapshot)
                            .heapMegabytes(2048)
                            .setting("offset.flush.interval.ms", "250")
                            .environment("FULFILLMENT_ELASTICSEARCH_URL", elasticsearch.url())
                            .environment("FULFILLMENT_POSTGRES_URL", postgres.jdbcUrl())
                            .environment("FULFILLMENT_POSTGRES_USER", postgres.user())
                            .environment("FULFILLMENT_POSTGRES_PASSWORD", postgres.password()),
                    folder.path())) {
                FilledLog log = FilledLog.fill(project, broker, worker);
                figures.add("events", log.events());
                figures.addRounded("projectionSeconds", load(projection, broker, worker, log));
                figures.addRounded("kpiSeconds", load(kpi, broker, worker, log));
            }
            ProjectedIndices indices = new ProjectedIndices(elasticsearch, projection);
            indices.awaitQuiet();
            figures.add("orders", indices.documents().cards());
            figures.add("cardBytes", indices.bytes().cards());
            KpiDatabase database = KpiDatabase.first(postgres);
            try (PostgresLanes lanes = PostgresLanes.of(postgres)) {
                figures.add("laneDayBytes", database.bytes("lane_day"));
                figures.add("orderFactsBytes", database.bytes("order_facts"));
                LaneQuestion.Subject subject =
                        lanes.busiest(ZoneId.of(kpi.path("time.zone").asText()));
                var cards = new ElasticsearchLanes(elasticsearch.url() + "/" + indices.cards());
                return new LaneContest(lanes, cards, subject, out()).hold(asks, figures);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refused: " + e.getMessage(), e);
        }
    }

    /** Has a sink store the log, and returns the seconds from when it could begin. */
    private double load(JsonNode shipped, BenchBroker broker, MeasuredWorker worker, FilledLog log)
            throws InterruptedException {
        ObjectNode config = ((ObjectNode) shipped).deepCopy().put("topics", log.topic());
        String name = config.path("name").asText();
        String deadLetters = config.path("errors.deadletterqueue.topic.name").asText();
        broker.createLike(deadLetters, deadLetters);
        SinkGroup group = new SinkGroup(broker, name, log.topic());
        worker.rest().putConfig(name, config);
        await(worker, name, () -> group.holds(log.ends().size()));
        long started = System.nanoTime();
        await(worker, name, () -> group.hasCommitted(log.ends()));
        double seconds = (System.nanoTime() - started) / 1e9;
        show("%-20s stored %,d events in %.1f s", name, log.events(), seconds);
        return seconds;
    }

    private static void await(MeasuredWorker worker, String connector, BooleanSupplier reached)
            throws InterruptedException {
        long deadline = System.nanoTime() + LOAD_TIMEOUT.toNanos();
        while (!reached.getAsBoolean()) {
            // A failed task would be waited for in vain.
            worker.rest().awaitRunning(connector, START_TIMEOUT);
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("%s had not stored everything after %d min; see %s"
                        .formatted(connector, LOAD_TIMEOUT.toMinutes(), worker.log()));
            }
        }
    }
}
