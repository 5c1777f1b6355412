package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.fulfillmentconnect.stack.KafkaScripts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the documentation, as they stand there and in the order in which they stand there, on a stack that runs the
 * shipped sample; and that they do what the pages promise.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DocCommandsIT {
    private static final String OPERATIONS = "docs/operations.md";
    private static final String RUNBOOKS = "docs/runbooks.md";

    /** Whose commands are run here. */
    static final List<String> PAGES =
            List.of(OPERATIONS, RUNBOOKS, "docs/index-mapping.md", "docs/kpis.md", "README.md");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LOG = "fulfillment-events";
    private static final long SAMPLE_EVENTS = 10_060;

    @TempDir
    static Path folder;

    private static PipelineFixture fixture;
    private static Shell shell;
    /** What the shipped pipeline makes of the sample. */
    private static Map<String, String> expected;

    @BeforeAll
    static void start() throws Exception {
        expected = PipelineIT.sampleDigests();
        fixture = PipelineFixture.start(Optional.empty());
        URI postgres = URI.create(fixture.stack.postgres().jdbcUrl().substring("jdbc:".length()));
        shell = new Shell(
                folder,
                fixture.project,
                Map.of(
                        "CONNECT", fixture.stack.connect().url(),
                        "KAFKA", fixture.bootstrapServers(),
                        "ES", fixture.stack.elasticsearch().url(),
                        "PG",
                                postgres(
                                        postgres,
                                        fixture.stack.postgres().user(),
                                        fixture.stack.postgres().password()),
                        "FULFILLMENT_CSV_DIR", fixture.project.sampleData().toString(),
                        "FULFILLMENT_BOOTSTRAP_SERVERS", fixture.bootstrapServers()));
    }

    private static String postgres(URI server, String user, String password) {
        return "postgresql://%s:%s@%s:%d%s"
                .formatted(user, password, server.getHost(), server.getPort(), server.getPath());
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static String run(DocPage.Block block) {
        return shell.run(block, block.text());
    }

    /** Runs the blocks under some headings, or one of them, and takes note of them. */
    private static final class Reading {
        private final DocPage page;
        private final Set<String> read = new TreeSet<>();

        Reading(String page) {
            this.page = DocPage.read(fixture.project.root(), page);
        }

        DocPage.Block take(String key) {
            read.add(key);
            return page.block(key);
        }

        String run(String key) {
            return DocCommandsIT.run(take(key));
        }

        /** What the page shows. */
        String shown(String key) {
            return page.block(key).text();
        }

        void assertNothingLeft(String language) {
            assertThat(page.in(language).stream().map(DocPage.Block::key).filter(key -> !read.contains(key)))
                    .as("blocks of %s that nothing runs: add them here, with what they promise", page.name())
                    .isEmpty();
        }
    }

    @Test
    @Order(1)
    void readme() throws Exception {
        Reading readme = new Reading("README.md");
        Matcher put = Pattern.compile("`(curl -X PUT [^`]*olist-replay/config)`")
                .matcher(Files.readString(fixture.project.root().resolve("README.md")));
        assertThat(put.find()).isTrue();
        for (String connector : List.of(Project.SOURCE, Project.PROJECTION, Project.KPI)) {
            shell.run(readme.page.blocks().get(0), addressed(put.group(1).replace(Project.SOURCE, connector)));
        }
        awaitSample(1);

        String stop = readme.shown("Replay and rebuild 1");
        DocPage.Block replay = readme.take("Replay and rebuild 2");
        shell.run(replay, addressed(stop + replay.text()));
        awaitSample(2);

        DocPage.Block rebuild = readme.take("Replay and rebuild 3");
        String before = uuid("shipments-000001");
        shell.run(rebuild, addressed(stop + rebuild.text()));
        awaitSample(2);
        assertThat(uuid("shipments-000001")).isNotEqualTo(before);
        // The quickstart, and the build that runs this; the others are no commands.
        assertThat(readme.take("Try it 1").text()).isEqualTo("./quickstart.sh\n");
        assertThat(readme.take("Try it 4").text()).isEqualTo("mvn -B verify\n");
        for (String other : List.of("Fulfillment Connect 1", "Try it 2", "Try it 3", "Replay and rebuild 1")) {
            readme.take(other);
        }
        readme.assertNothingLeft("");
    }

    private static String addressed(String commands) {
        return commands.replaceAll("(?<![$\\w])CONNECT\\b", "\\$CONNECT")
                .replaceAll("'ELASTICSEARCH/([^']*)'", "\"\\$ES/$1\"");
    }

    @Test
    @Order(2)
    void runbooks() {
        Reading runbooks = new Reading(RUNBOOKS);
        runbooks.run("Upgrade the pack 1");
        assertThat(runbooks.run("Upgrade the pack 2").lines())
                .containsExactlyInAnyOrder(
                        Project.SOURCE + " STOPPED ",
                        Project.PROJECTION + " RUNNING RUNNING",
                        Project.KPI + " RUNNING RUNNING");
        String versions = runbooks.run("Upgrade the pack 3");
        assertThat(versions)
                .contains(
                        "org.fulfillmentconnect.source.CsvReplaySourceConnector ",
                        "org.fulfillmentconnect.projection.ShipmentProjectionSinkConnector ",
                        "org.fulfillmentconnect.smt.InsertEventId ");
        assertThat(versions.lines().map(line -> line.split(" ", -1)[1]).distinct())
                .hasSize(1);
        fixture.rest.resume(Project.SOURCE);

        long before = events(LOG);
        runbooks.run("Backfill 1");
        await().atMost(PipelineFixture.TIMEOUT).until(() -> events(LOG) > before);
        awaitStores();
        stopAndForget("olist-backfill");
        fixture.rest.delete("olist-backfill");
        assertThat(events(LOG) - before).isPositive().isLessThan(SAMPLE_EVENTS / 10);

        assertThat(runbooks.run("Troubleshooting by symptom 1"))
                .contains(
                        Project.SOURCE + " - RUNNING ",
                        Project.PROJECTION + " 0 RUNNING ",
                        "connect-" + Project.KPI + " ",
                        LOG + ":0:0\n",
                        "TransactionalId");
        runbooks.assertNothingLeft("sh");
    }

    @Test
    @Order(3)
    void operations() throws Exception {
        Reading operations = new Reading(OPERATIONS);
        startAfresh();
        install(operations);
        replay(operations);
        changePolicy(operations);
        redrive(operations);
        failAndMend(operations);
        rebuild(operations);
        // AclsIT runs them on a broker with an authorizer.
        assertThat(operations.take("ACLs 1").text()).contains("kafka-acls.sh ");
        operations.assertNothingLeft("sh");
    }

    /** As if nothing had ever been installed. */
    private static void startAfresh() throws Exception {
        for (String connector : fixture.rest.connectors()) {
            stopAndForget(connector);
            fixture.rest.delete(connector);
        }
        for (String index : List.of("shipments-000001", "shipment_events-000001", "shipments-positions-000001")) {
            fixture.projection.send("DELETE", "/" + index, null);
        }
        fixture.kpis("public").execute("DROP SCHEMA public CASCADE");
        fixture.kpis("public").execute("CREATE SCHEMA public");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", fixture.bootstrapServers()))) {
            Set<String> ours = fixture.project.topics().stream()
                    .map(topic -> topic.path("name").asText())
                    .collect(Collectors.toSet());
            admin.deleteTopics(ours).all().get();
            await().until(() -> admin.listTopics().names().get().stream().noneMatch(ours::contains));
        }
    }

    private static void stopAndForget(String connector) {
        fixture.rest.stop(connector);
        fixture.rest.awaitStopped(connector, PipelineFixture.TIMEOUT);
        fixture.rest.deleteOffsets(connector);
    }

    private void install(Reading operations) throws Exception {
        assertThat(operations.take("Operations 1").text().lines().map(line -> line.replaceFirst("=.*", "")))
                .containsExactly("export CONNECT", "export KAFKA", "export ES", "export PG");
        assertThat(operations.run("Install 2").lines())
                .containsExactlyInAnyOrderElementsOf(
                        operations.shown("Install 3").lines().toList());

        // Not run: Elasticsearch's artifact without its modules cannot create the index that keys are kept in.
        operations.take("Elasticsearch with security 2");
        DocPage.Block roles = operations.take("PostgreSQL with security 2");
        shell.run(roles, roles.text(), "of the connector\nof the connector\n");
        assertThat(shell.run(
                        roles,
                        "psql \"$(sed -E 's|//[^@]*|//fulfillment:of%20the%20connector|' <<<\"$PG\")\" -Atc"
                                + " 'SELECT count(*) FROM lane_kpi.order_facts'"))
                .isEqualTo("0\n");

        operations.run("Topics 1");
        assertThat(topicSettings()).containsAllEntriesOf(declaredTopicSettings());

        DocPage.Block dryRun = operations.take("Dry run 1");
        assertThat(shell.run(
                                dryRun,
                                dryRun.text()
                                        .replace(
                                                "KAFKA/libs",
                                                KafkaScripts.libraries().toString()))
                        .lines())
                .isNotEmpty()
                .allMatch(line -> line.startsWith("{"));
        assertThat(operations.run("Create the connectors 1")).isEmpty();
        assertThat(operations.run("Create the connectors 2").lines())
                .containsExactly(Project.PROJECTION, Project.KPI, Project.SOURCE);
        awaitSample(1);

        assertThat(operations.run("What healthy looks like 1").lines())
                .containsExactlyInAnyOrderElementsOf(
                        operations.shown("What healthy looks like 2").lines().toList());
        assertThat(operations.run("What healthy looks like 3"))
                .startsWith("2000\n")
                .containsPattern("1953 \\| +149 \\| +23");
        List<String> lags = operations
                .run("Lag 1")
                .lines()
                .filter(line -> line.contains(" " + LOG + " "))
                .map(line -> line.trim().split(" +", -1)[5])
                .toList();
        assertThat(lags).hasSize(32).containsOnly("1");
    }

    private static Map<String, Map<String, String>> declaredTopicSettings() {
        Map<String, Map<String, String>> declared = new HashMap<>();
        for (JsonNode topic : fixture.project.topics()) {
            Map<String, String> settings = new HashMap<>();
            topic.path("config")
                    .properties()
                    .forEach(setting ->
                            settings.put(setting.getKey(), setting.getValue().asText()));
            settings.put("partitions", topic.path("partitions").asText());
            declared.put(topic.path("name").asText(), settings);
        }
        return declared;
    }

    /** Those that were set with the topic. */
    private static Map<String, Map<String, String>> topicSettings() throws ExecutionException, InterruptedException {
        Map<String, Map<String, String>> found = new HashMap<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", fixture.bootstrapServers()))) {
            Set<String> names = admin.listTopics().names().get();
            List<ConfigResource> resources = names.stream()
                    .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                    .toList();
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(resources).all().get();
            admin.describeTopics(names).allTopicNames().get().forEach((name, topic) -> {
                Map<String, String> settings = new HashMap<>();
                for (ConfigEntry entry : configs.getOrDefault(
                                new ConfigResource(ConfigResource.Type.TOPIC, name), new Config(List.of()))
                        .entries()) {
                    if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
                        settings.put(entry.name(), entry.value());
                    }
                }
                settings.put("partitions", Integer.toString(topic.partitions().size()));
                found.put(name, settings);
            });
        }
        return found;
    }

    private void replay(Reading operations) throws Exception {
        operations.run("Replay 1");
        awaitSample(2);

        operations.run("Pause, stop, resume 1");
        fixture.rest.awaitRunning(Project.SOURCE, PipelineFixture.TIMEOUT);

        fixture.rest.stop(Project.SOURCE);
        fixture.rest.awaitStopped(Project.SOURCE, PipelineFixture.TIMEOUT);
        // A shard of the sample ends before 1000.
        DocPage.Block positions = operations.take("Set positions 1");
        assertThat(positions.text()).contains("position = 1000");
        long before = EventLog.countByType(fixture.bootstrapServers(), LOG).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        shell.run(positions, positions.text().replace("position = 1000", "position = 100"));
        fixture.rest.resume(Project.SOURCE);
        await().atMost(PipelineFixture.TIMEOUT).until(() -> events(LOG) > before);
        awaitStores();
    }

    private void changePolicy(Reading operations) {
        operations.run("Change the SLA policy 1");
        operations.run("Change the SLA policy 2");
        operations.run("Change the SLA policy 3");
        await().atMost(PipelineFixture.TIMEOUT)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> {
                    fixture.projection.refresh("shipments");
                    return fixture.projection.count("shipments") == 2_000
                            && fixture.kpis("public").totals().samples() == 1_953;
                });
        fixture.awaitDrained(Project.KPI, "fulfillment-events-v2");
        // A day of grace: fewer are late, and as many delivered.
        assertThat(fixture.kpis("public").totals().late()).isPositive().isLessThan(149);
        assertThat(fixture.rest.config(Project.KPI).path("topics").asText()).isEqualTo("fulfillment-events-v2");

        goBack(operations.take("Change the SLA policy 3"));
    }

    /** The same with the JSON as it was. */
    private static void goBack(DocPage.Block switched) {
        shell.run(switched, switched.text().replace("fulfillment-events-v2", LOG));
        stopAndForget("olist-replay-v2");
        fixture.rest.delete("olist-replay-v2");
        awaitStores();
    }

    /** An event of the sample once more, with an owner that may not state it. */
    private void redrive(Reading operations) {
        List<ConsumerRecord<String, String>> log = new ArrayList<>();
        EventLog.read(fixture.bootstrapServers(), LOG, log::add);
        ConsumerRecord<String, String> event = log.stream()
                .filter(record -> record.value().contains("\"owner\":\"TMS\""))
                .findFirst()
                .orElseThrow();
        String wrong = event.value().replace("\"owner\":\"TMS\"", "\"owner\":\"WMS\"");
        fixture.send(List.of(new ProducerRecord<>(LOG, event.partition(), event.timestamp(), event.key(), wrong)));
        awaitStores();

        assertThat(operations.run("Read them 1")).contains(event.key(), wrong);
        assertThat(operations.run("Read them 2"))
                .contains("__connect.errors.topic:" + LOG, "__connect.errors.exception.message:owner");

        operations.run("Re-drive 1");
        DocPage.Block feed = operations.take("Re-drive 2");
        shell.run(feed, "sed -i 's/\"owner\":\"WMS\"/\"owner\":\"TMS\"/' letters.txt\n" + feed.text());
        for (String sink : List.of(Project.PROJECTION, Project.KPI)) {
            fixture.awaitDrained(sink + "-redrive", "fulfillment-corrections");
        }
        assertThat(digests()).isEqualTo(expected);
        assertThat(events("fulfillment-dlq-redrive")).isZero();

        // There the event is still wrong.
        operations.run("Re-drive 3");
        fixture.awaitDrained("shipment-projection-redrive", "fulfillment-dlq-projection");
        assertThat(events("fulfillment-dlq-redrive")).isOne();
        for (String sink : List.of(Project.PROJECTION, Project.KPI)) {
            fixture.rest.delete(sink + "-redrive");
        }
        awaitStores();
    }

    /** A task that fails for the want of a column, and goes on when it is there again. */
    private void failAndMend(Reading operations) {
        fixture.kpis("public").execute("ALTER TABLE %s.lane_day RENAME COLUMN late_count TO late_count_away");
        stopAndForget(Project.KPI);
        fixture.kpis("public").execute("CALL empty_lane_kpis()");
        fixture.rest.resume(Project.KPI);
        await().atMost(PipelineFixture.TIMEOUT)
                .until(() -> fixture.rest
                        .status(Project.KPI)
                        .path("tasks")
                        .path(0)
                        .path("state")
                        .asText()
                        .equals("FAILED"));
        assertThat(operations.run("Messages and what to do 1")).contains("late_count");
        fixture.kpis("public").execute("ALTER TABLE %s.lane_day RENAME COLUMN late_count_away TO late_count");
        operations.run("Messages and what to do 2");
        awaitStores();
    }

    private void rebuild(Reading operations) {
        String cards = uuid("shipments-000001");
        operations.run("Rebuild the projection 1");
        awaitStores();
        assertThat(uuid("shipments-000001")).isNotEqualTo(cards);

        fixture.kpis("public").execute("UPDATE %s.lane_day SET late_count = late_count + 1");
        assertThat(digests()).isNotEqualTo(expected);
        operations.run("Rebuild the KPIs 1");
        awaitStores();

        operations.run("Rebuild with no downtime 1");
        fixture.awaitDrained("shipment-projection-2", LOG);
        operations.run("Rebuild with no downtime 2");
        Map<String, String> counts = Pattern.compile("(shipment\\w+-\\d{6}) (\\d+)\n")
                .matcher(operations.run("Rebuild with no downtime 3"))
                .results()
                .collect(Collectors.toMap(count -> count.group(1), count -> count.group(2)));
        assertThat(counts)
                .isEqualTo(Map.of(
                        "shipments-000001",
                        "2000",
                        "shipments-000002",
                        "2000",
                        "shipment_events-000001",
                        Long.toString(SAMPLE_EVENTS),
                        "shipment_events-000002",
                        Long.toString(SAMPLE_EVENTS)));
        operations.run("Rebuild with no downtime 4");
        operations.run("Rebuild with no downtime 5");
        assertThat(fixture.rest.connectors()).contains("shipment-projection-2").doesNotContain(Project.PROJECTION);
        assertThat(digests()).isEqualTo(expected);
        assertThat(fixture.projection.send("GET", "/_alias/shipments", null).fieldNames())
                .toIterable()
                .containsExactly("shipments-000002");
    }

    @Test
    @Order(4)
    void queriesOfTheProjection() throws Exception {
        for (String name : List.of("docs/index-mapping.md")) {
            for (DocPage.Block block :
                    DocPage.read(fixture.project.root(), name).in("sh")) {
                assertThat(JSON.readTree(run(block)).path("hits").isObject())
                        .as("%s", block)
                        .isTrue();
            }
        }
    }

    @Test
    @Order(5)
    void queriesOfTheKpis() {
        List<DocPage.Block> queries =
                DocPage.read(fixture.project.root(), "docs/kpis.md").in("sql");
        assertThat(queries).isNotEmpty();
        for (DocPage.Block block : queries) {
            assertThat(shell.run(block, "psql -v ON_ERROR_STOP=1 \"$PG\"", block.text()))
                    .as("%s", block)
                    .contains("row");
        }
    }

    private static Map<String, String> digests() {
        fixture.projection.refresh("shipments,shipment_events");
        return Digests.of(fixture.projection, fixture.kpis("public"));
    }

    private static long events(String topic) {
        return EventLog.countByType(fixture.bootstrapServers(), topic).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Until the log holds the sample so many times, and both stores hold it, to the byte. */
    private static void awaitSample(int times) {
        await().atMost(PipelineFixture.TIMEOUT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> events(LOG) == times * SAMPLE_EVENTS);
        awaitStores();
    }

    private static void awaitStores() {
        fixture.awaitDrained(Project.PROJECTION, LOG);
        fixture.awaitDrained(Project.KPI, LOG);
        assertThat(digests()).isEqualTo(expected);
    }

    private static String uuid(String index) {
        return fixture.projection
                .send("GET", "/" + index + "/_settings", null)
                .at("/" + index + "/settings/index/uuid")
                .asText();
    }
}
