package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/** The whole pipeline on real servers, driven by the shipped JSON through Connect's REST API. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipelineIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LOG = "fulfillment-events";
    private static final List<String> CONNECTORS = List.of(Project.SOURCE, Project.PROJECTION, Project.KPI);

    private static PipelineFixture fixture;
    private static Map<String, String> cleanDigests;
    private static List<ConsumerRecord<String, String>> cleanLog;
    private static Map<String, Long> cleanLogCounts;

    @BeforeAll
    static void runPipelineOnTheSample() throws Exception {
        fixture = PipelineFixture.shared();
        fixture.runShippedPipeline();
        cleanDigests = digests();
        cleanLogCounts = EventLog.countByType(fixture.bootstrapServers(), LOG);
        cleanLog = new ArrayList<>();
        EventLog.read(fixture.bootstrapServers(), LOG, cleanLog::add);
    }

    /** What the stores hold after the shipped pipeline ran on the sample, on the newest worker. */
    static Map<String, String> sampleDigests() throws Exception {
        if (cleanDigests == null) {
            runPipelineOnTheSample();
        }
        return cleanDigests;
    }

    private static Map<String, String> digests() {
        return Digests.of(fixture.projection, fixture.kpis("public"));
    }

    @Test
    void countsWhatTheSnapshotHolds() throws IOException {
        Path orders = fixture.project.sampleData().resolve("olist_orders_dataset.csv");
        List<String[]> rows = Files.readAllLines(orders).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
        Set<String> withItems = new HashSet<>();
        for (String line : Files.readAllLines(fixture.project.sampleData().resolve("olist_order_items_dataset.csv"))) {
            withItems.add(line.split(",", -1)[0]);
        }

        assertThat(cleanLogCounts)
                .containsEntry("ORDER_PLACED", (long) rows.size())
                .containsEntry("ORDER_APPROVED", present(rows, 4))
                .containsEntry("HANDED_TO_CARRIER", present(rows, 5))
                .containsEntry("DELIVERED", present(rows, 6))
                .containsEntry(
                        "WAREHOUSE_ASSIGNED",
                        rows.stream().filter(row -> withItems.contains(row[0])).count())
                .containsEntry(
                        "ORDER_CANCELLED",
                        rows.stream()
                                .filter(row -> row[2].equals("canceled") || row[2].equals("unavailable"))
                                .count())
                .doesNotContainKey("DELIVERY_DUE");
        assertThat(cleanLogCounts).containsKey("DELIVERY_DELAYED");
        assertThat(fixture.projection.count("shipments")).isEqualTo(rows.size());
        assertThat(fixture.projection.count("shipment_events")).isEqualTo(cleanLog.size());
    }

    private static long present(List<String[]> rows, int column) {
        return rows.stream().filter(row -> !row[column].isEmpty()).count();
    }

    @Test
    void writesEachPartitionInEventTimeOrder() {
        Map<Integer, Long> last = new HashMap<>();
        for (ConsumerRecord<String, String> event : cleanLog) {
            assertThat(event.timestamp()).isGreaterThanOrEqualTo(last.getOrDefault(event.partition(), 0L));
            last.put(event.partition(), event.timestamp());
        }
        assertThat(last).hasSize(16);
    }

    @Test
    void writesNoNullIntoTheLog() {
        assertThat(cleanLog).extracting(ConsumerRecord::value).noneMatch(value -> value.contains(":null"));
    }

    @Test
    void runsTheJsonThatIsShipped() {
        for (String connector : CONNECTORS) {
            assertThat(fixture.rest.config(connector)).isEqualTo(fixture.project.connector(connector));
        }
    }

    @Test
    void findsEveryPluginByItsServiceManifest() throws IOException {
        Map<String, String> versions = new HashMap<>();
        for (JsonNode plugin : fixture.rest.plugins()) {
            versions.put(plugin.path("class").asText(), plugin.path("version").asText());
        }
        for (String plugin : List.of(
                "source.CsvReplaySourceConnector",
                "smt.JudgeDelivery",
                "smt.DeriveState",
                "smt.InsertEventId",
                "smt.IsOwnedBy",
                "smt.HasEventType",
                "projection.ShipmentProjectionSinkConnector",
                "kpi.LaneKpiSinkConnector")) {
            assertThat(versions).containsKey("org.fulfillmentconnect." + plugin);
        }
        assertThat(versions).containsEntry("org.fulfillmentconnect.source.CsvReplaySourceConnector", "0.1.0-SNAPSHOT");
        try (Stream<String> lines = Files.lines(fixture.stack.connect().log())) {
            assertThat(lines.filter(line -> line.contains("WARN") || line.contains("ERROR"))
                            // Not what running plugins have to say themselves.
                            .filter(line -> !line.contains("(org.fulfillmentconnect."))
                            .filter(line -> line.contains(".isolation.") || line.contains("org.fulfillmentconnect")))
                    .isEmpty();
        }
    }

    @Test
    @DisabledIfEnvironmentVariable(
            named = "FULFILLMENT_SERVERS",
            matches = "containers",
            disabledReason = "the worker's own class path is inside its image")
    void keepsProjectClassesOffTheWorkersOwnClassPath() throws IOException {
        List<String> command = List.of(ProcessHandle.of(fixture.stack.connect().pid())
                .orElseThrow()
                .info()
                .arguments()
                .orElseThrow());
        Path jars = Path.of(command.get(command.indexOf("-cp") + 1)).getParent();
        try (Stream<Path> files = Files.list(jars)) {
            List<Path> all = files.toList();
            assertThat(all).isNotEmpty();
            for (Path jar : all) {
                try (JarFile content = new JarFile(jar.toFile())) {
                    assertThat(content.stream())
                            .as(jar.toString())
                            .noneMatch(entry -> entry.getName().startsWith("org/fulfillmentconnect/"));
                }
            }
        }
    }

    @Test
    @Order(10)
    void replayWritesEachEventAgainAndChangesNoStore() {
        ReplayLog replay = new ReplayLog(fixture.stack.connect().log(), "olist");
        fixture.startOver(Project.SOURCE, () -> {});
        fixture.awaitComplete(Project.SOURCE, replay);
        fixture.awaitDrained(Project.PROJECTION, LOG);
        fixture.awaitDrained(Project.KPI, LOG);

        Map<String, Integer> seen = new HashMap<>();
        Map<String, Set<String>> bodies = new HashMap<>();
        EventLog.read(fixture.bootstrapServers(), LOG, event -> {
            String id = json(event.value()).path("eventId").asText();
            seen.merge(id, 1, Integer::sum);
            bodies.computeIfAbsent(id, key -> new HashSet<>())
                    .add(event.partition() + " " + event.timestamp() + " " + event.key() + " " + event.value());
        });
        assertThat(seen).hasSize(cleanLog.size());
        assertThat(seen.values()).containsOnly(2);
        assertThat(bodies.values()).allMatch(copies -> copies.size() == 1);
        assertThat(digests()).isEqualTo(cleanDigests);
    }

    @Test
    @Order(11)
    void aProjectionWhoseIndexIsGoneStopsUntilItIsRebuiltFromTheLog() {
        fixture.projection.send("DELETE", "/shipments-000001", null);

        awaitProjectionFailed(
                "Elasticsearch: no such index [shipments-000001-write]: it was deleted while the connector ran. What is gone"
                        + " cannot be refilled from the middle of the log. To rebuild it from the beginning, send to the"
                        + " Connect worker: PUT /connectors/shipment-projection/stop, then DELETE"
                        + " /connectors/shipment-projection/offsets, then PUT /connectors/shipment-projection/resume; or set"
                        + " index.missing to rebuild");
        fixture.rest.restartTask(Project.PROJECTION, 0);
        awaitProjectionFailed(
                "but the connector's offset is ahead of that: an index was deleted, or came back from a backup, or the"
                        + " offset was moved forward. What is gone cannot be refilled");
        fixture.projection.refresh("shipments");
        assertThat(fixture.projection.count("shipments")).isZero();

        // The calls of the message, and another index that goes meanwhile.
        fixture.startOver(Project.PROJECTION, () -> fixture.projection.send("DELETE", "/shipment_events-000001", null));
        fixture.awaitDrained(Project.PROJECTION, LOG);

        assertThat(digests()).isEqualTo(cleanDigests);
    }

    private static void awaitProjectionFailed(String message) {
        await().atMost(PipelineFixture.TIMEOUT)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    JsonNode task = fixture.rest
                            .status(Project.PROJECTION)
                            .path("tasks")
                            .path(0);
                    assertThat(task.path("state").asText()).isEqualTo("FAILED");
                    assertThat(task.path("trace").asText()).contains(message);
                });
    }

    @Test
    @Order(12)
    void rebuildsTheKpisFromTheLog() {
        fixture.startOver(Project.KPI, () -> fixture.kpis("public").execute("CALL empty_lane_kpis()"));
        fixture.awaitDrained(Project.KPI, LOG);

        assertThat(digests()).isEqualTo(cleanDigests);
    }

    @Test
    @Order(13)
    void digestsChangeWithOneFieldOfOneRow() {
        String orderId = cleanLog.get(0).key();
        JsonNode card = fixture.projection.send("GET", "/shipments-000001/_source/" + orderId, null);
        ObjectNode changed = ((ObjectNode) card).deepCopy().put("customerCity", "elsewhere");
        fixture.projection.send("PUT", "/shipments-000001/_doc/" + orderId + "?refresh=true", changed.toString());
        String eventId = json(cleanLog.get(0).value()).path("eventId").asText();
        String document = "/shipment_events-000001/_doc/" + eventId;
        JsonNode timeline = fixture.projection.send("GET", document, null);
        String overwrite = document + "?refresh=true";
        ObjectNode changedTimeline =
                ((ObjectNode) timeline.path("_source")).deepCopy().put("owner", "WMS");
        fixture.projection.send("PUT", overwrite, changedTimeline.toString());
        fixture.kpis("public").execute("""
                        UPDATE lane_day SET sample_count = sample_count + 1
                        WHERE ctid = (SELECT min(ctid) FROM lane_day WHERE sample_count > 0)""");

        Map<String, String> digests = digests();

        fixture.projection.send("PUT", "/shipments-000001/_doc/" + orderId + "?refresh=true", card.toString());
        fixture.kpis("public").execute("CALL empty_lane_kpis()");
        fixture.startOver(Project.KPI, () -> {});
        fixture.awaitDrained(Project.KPI, LOG);
        fixture.projection.send("PUT", overwrite, timeline.path("_source").toString());
        assertThat(digests.get("shipments")).isNotEqualTo(cleanDigests.get("shipments"));
        assertThat(digests.get("shipment_events")).isNotEqualTo(cleanDigests.get("shipment_events"));
        assertThat(digests.get("lane_day")).isNotEqualTo(cleanDigests.get("lane_day"));
        assertThat(digests()).isEqualTo(cleanDigests);
    }

    @Test
    @Order(20)
    void showsNoLatenessWithoutTheJudge() {
        fixture.createLogTopic("unjudged");
        ObjectNode source = fixture.variant(
                Project.SOURCE, Map.of("name", "replay-unjudged", "dataset", "unjudged", "topic", "unjudged"));
        source.remove(List.of("transforms", "predicates"));
        source.remove(new ArrayList<>(source.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> key.startsWith("transforms.") || key.startsWith("predicates."))
                .toList()));

        fixture.replay("replay-unjudged", source);
        fixture.project("unjudged", "unjudged");

        assertThat(EventLog.countByType(fixture.bootstrapServers(), "unjudged"))
                .containsKey("DELIVERY_DUE")
                .doesNotContainKey("DELIVERY_DELAYED");
        assertThat(fixture.projection.count("shipments-unjudged")).isEqualTo(SampleCommand.SAMPLE_ORDERS);
        LaneKpis.Totals totals = fixture.kpis("unjudged").totals();
        assertThat(totals.samples()).isPositive();
        assertThat(totals.late()).isZero();
        assertThat(totals.overdue()).isZero();
        JsonNode late = fixture.projection.search("shipments-unjudged", """
                {"query": {"bool": {"should": [{"term": {"delayed": true}}, {"term": {"handoffLate": true}},
                  {"exists": {"field": "delaySeconds"}}, {"exists": {"field": "handoffDelaySeconds"}}]}}}""");
        assertThat(late.at("/hits/total/value").asLong()).isZero();
        removeConnectors("replay-unjudged", "projection-unjudged", "kpi-unjudged");
    }

    @Test
    @Order(21)
    void takesTheVerdictFromItsRecordAlone() throws IOException {
        fixture.createLogTopic("no-verdicts");
        List<ConsumerRecord<String, String>> kept = cleanLog.stream()
                .filter(event -> !type(event).equals("DELIVERY_DELAYED"))
                .toList();
        fixture.copy(kept, "no-verdicts");
        fixture.aggregate("no-verdicts", "no_verdicts");
        assertThat(fixture.kpis("no_verdicts").totals().late()).isZero();
        assertThat(fixture.kpis("no_verdicts").totals().overdue()).isZero();
        assertThat(fixture.kpis("no_verdicts").totals().samples())
                .isEqualTo(fixture.kpis("public").totals().samples());

        // A verdict on an order that arrived early counts all the same: nobody downstream compares timestamps.
        ConsumerRecord<String, String> early = cleanLog.stream()
                .filter(event -> type(event).equals("DELIVERED"))
                .filter(event -> json(event.value()).path("delaySeconds").asLong() < -86_400)
                .filter(event -> countsInOneLane(event.key()))
                .findFirst()
                .orElseThrow();
        JsonNode delivered = json(early.value());
        ObjectNode verdict = JSON.createObjectNode()
                .put("eventId", "0123456789abcdef0123456789abcdef")
                .put("schemaVersion", 1)
                .put("eventType", "DELIVERY_DELAYED")
                .put("owner", "TMS")
                .put("orderId", early.key())
                .put("eventAt", delivered.path("dueAt").asLong())
                .put("eventAtInferred", false)
                .put("observedUntil", delivered.path("observedUntil").asLong())
                .put("promisedAt", delivered.path("promisedAt").asLong())
                .put("policy", "day+PT0S");
        fixture.send(List.of(new ProducerRecord<>("no-verdicts", early.partition(), early.key(), verdict.toString())));
        fixture.awaitDrained("kpi-no_verdicts", "no-verdicts");

        assertThat(fixture.kpis("no_verdicts").totals().late()).isEqualTo(1);
        removeConnectors("kpi-no_verdicts");
    }

    private static boolean countsInOneLane(String orderId) {
        JsonNode card = fixture.projection.send("GET", "/shipments/_source/" + orderId, null);
        return card.path("state").asText().equals("DELIVERED")
                && card.path("lanes").size() == 1;
    }

    @Test
    @Order(22)
    void endsTheSameWhicheverSnapshotComesFirst() {
        fixture.createLogTopic("early");
        fixture.replay(
                "replay-early",
                fixture.variant(
                        Project.SOURCE,
                        Map.of(
                                "name",
                                "replay-early",
                                "dataset",
                                "early",
                                "topic",
                                "early",
                                "as.of",
                                "2018-03-01T00:00:00Z")));
        removeConnectors("replay-early");
        List<ConsumerRecord<String, String>> early = new ArrayList<>();
        EventLog.read(fixture.bootstrapServers(), "early", early::add);
        assertThat(early.size()).isBetween(cleanLog.size() / 3, cleanLog.size() - 1);

        List<ConsumerRecord<String, String>> earlyThenFull = new ArrayList<>(early);
        earlyThenFull.addAll(cleanLog);
        List<ConsumerRecord<String, String>> fullThenEarly = new ArrayList<>(cleanLog);
        fullThenEarly.addAll(early);
        List<ConsumerRecord<String, String>> interleaved = new ArrayList<>();
        for (int i = 0; i < cleanLog.size(); i++) {
            interleaved.add(cleanLog.get(i));
            if (i < early.size()) {
                interleaved.add(early.get(early.size() - 1 - i));
            }
        }
        Map<String, List<ConsumerRecord<String, String>>> histories =
                Map.of("early_first", earlyThenFull, "full_first", fullThenEarly, "interleaved", interleaved);

        Map<String, List<String>> digests = new HashMap<>();
        histories.forEach((name, history) -> {
            fixture.createLogTopic(name);
            fixture.copy(history, name);
            fixture.project(name, name);
            digests.put(
                    name,
                    List.of(
                            fixture.projection.digest("shipments-" + name, "orderId"),
                            fixture.projection.digest("events-" + name, "eventId"),
                            fixture.kpis(name).digests().toString()));
            removeConnectors("projection-" + name, "kpi-" + name);
        });

        assertThat(Set.copyOf(digests.values())).hasSize(1);
        assertThat(digests.values())
                .allMatch(stores ->
                        stores.get(2).equals(fixture.kpis("public").digests().toString()));
    }

    @Test
    @Order(30)
    void keepsADeadLetterOf2017() throws Exception {
        long year2017 = Instant.parse("2017-06-01T12:00:00Z").toEpochMilli();
        String broken = "{\"schemaVersion\":1,\"eventType\":\"DELIVERED\",\"owner\":\"TMS\",\"orderId\":\"broken\"}";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", fixture.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("control", 1, (short) 1)))
                    .all()
                    .get();
            fixture.send(List.of(new ProducerRecord<>("control", 0, year2017, "broken", broken)));
            fixture.send(List.of(new ProducerRecord<>(LOG, 0, year2017, "broken", broken)));
            fixture.awaitDrained(Project.PROJECTION, LOG);
            fixture.awaitDrained(Project.KPI, LOG);

            // With a default retention the same record is gone as soon as the broker has looked.
            TopicPartition control = new TopicPartition("control", 0);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> admin.listOffsets(Map.of(control, OffsetSpec.earliest()))
                                    .partitionResult(control)
                                    .get()
                                    .offset()
                            == 1);
        }
        for (String topic : List.of("fulfillment-dlq-projection", "fulfillment-dlq-kpi")) {
            List<ConsumerRecord<String, String>> letters = new ArrayList<>();
            EventLog.read(fixture.bootstrapServers(), topic, letters::add);
            assertThat(letters).as(topic).hasSize(1);
            assertThat(letters.get(0).timestamp()).isEqualTo(year2017);
            assertThat(letters.get(0).value()).isEqualTo(broken);
            assertThat(new String(
                            letters.get(0)
                                    .headers()
                                    .lastHeader("__connect.errors.exception.message")
                                    .value(),
                            StandardCharsets.UTF_8))
                    .contains("eventId: required but missing");
        }
    }

    @Test
    @Order(31)
    void handsOnARefusedDocumentAsTheRecordThatItWas() {
        RefusedDocuments.areDeadLettersAsTheyWereInTheLog(fixture);
    }

    private static void removeConnectors(String... names) {
        for (String name : names) {
            fixture.rest.delete(name);
        }
    }

    private static String type(ConsumerRecord<String, String> event) {
        return json(event.value()).path("eventType").asText();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
