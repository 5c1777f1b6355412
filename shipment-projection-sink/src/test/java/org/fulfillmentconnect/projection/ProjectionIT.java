package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.fulfillmentconnect.stack.ElasticsearchRelease;
import org.fulfillmentconnect.stack.ElasticsearchServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The real task against a real server of each major version. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@ParameterizedClass
@EnumSource
class ProjectionIT {
    private static final int ORDERS = 2_000;

    /** What the server takes at once: more than the bulks of usual documents. */
    private static final int MAX_REQUEST_BYTES = 4_000_000;

    @TempDir
    private static Path stack;

    @SuppressWarnings("NullAway.Init")
    private static ElasticsearchServer elasticsearch;

    @SuppressWarnings("NullAway.Init")
    private static Store store;

    private String shipments = "";
    private String timeline = "";

    /** JUnit wants the parameter here; the server of the release is started before. */
    ProjectionIT(ElasticsearchRelease release) {}

    @BeforeParameterizedClassInvocation
    static void startElasticsearch(ElasticsearchRelease release) {
        assumeTrue(release.javaHome().isPresent(), release::missingJava);
        elasticsearch = ElasticsearchServer.in(stack)
                .name("elasticsearch-" + release.version())
                .release(release)
                .heapMegabytes(512)
                .setting("http.max_content_length", MAX_REQUEST_BYTES + "b")
                .start();
        store = new Store(elasticsearch.url());
    }

    @AfterParameterizedClassInvocation
    static void stopElasticsearch() {
        elasticsearch.close();
    }

    private Map<String, String> moreSettings = Map.of();

    @BeforeEach
    void nameIndicesAfterTheTest(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
        shipments = name + "-cards";
        timeline = name + "-events";
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        properties.put("name", "projection");
        properties.put("connection.url", elasticsearch.url());
        properties.put("read.timeout.ms", "2000");
        properties.put("shipments.index", shipments);
        properties.put("timeline.index", timeline);
        properties.put("index.replicas", "0");
        properties.put("batch.max.events", "1500");
        properties.put("linger.ms", "50");
        properties.put("retry.backoff.max.ms", "500");
        properties.putAll(moreSettings);
        return properties;
    }

    private void load(List<SinkRecord> records) {
        try (TaskRun run = new TaskRun(properties(), new Reports(), 500)) {
            run.deliver(records);
            run.awaitStored();
        }
    }

    private void assertComplete(List<FulfillmentEvent> events) {
        assertThat(store.sources(shipments, "orderId")).isEqualTo(Contents.cards(events));
        assertThat(store.sources(timeline, "eventId")).isEqualTo(Contents.documents(events));
    }

    @Test
    void projectsEveryOrderAndEvent() {
        List<FulfillmentEvent> events = Orders.inEventTimeOrder(ORDERS);

        load(Orders.records(events));

        assertComplete(events);
    }

    @Test
    void aReplayWritesNothing() {
        List<SinkRecord> records = Orders.records(Orders.inEventTimeOrder(500));
        load(records);
        Map<String, Store.Document> cards = store.documents(shipments, "orderId");
        Map<String, Store.Document> documents = store.documents(timeline, "eventId");

        load(records);

        assertThat(store.documents(shipments, "orderId")).isEqualTo(cards);
        assertThat(store.documents(timeline, "eventId")).isEqualTo(documents);
    }

    @Test
    void twoSnapshotsEndInTheSameStoresInAnyOrder() {
        Instant earlierAsOf = Orders.AS_OF.minus(Duration.ofDays(100));
        List<FulfillmentEvent> earlier = new ArrayList<>();
        List<FulfillmentEvent> later = new ArrayList<>();
        for (int number = 0; number < 200; number++) {
            // The earlier snapshot knows three steps of five.
            earlier.addAll(Orders.steps(number, Orders.BEGIN, earlierAsOf).subList(0, 3));
            later.addAll(Orders.steps(number, Orders.BEGIN, Orders.AS_OF));
        }
        List<FulfillmentEvent> mixed = new ArrayList<>(earlier);
        mixed.addAll(later);
        Collections.shuffle(mixed, new Random(7));

        load(Orders.records(earlier));
        load(Orders.records(later));
        Map<String, String> cards = store.sources(shipments, "orderId");
        Map<String, String> documents = store.sources(timeline, "eventId");
        shipments += "-mixed";
        timeline += "-mixed";
        load(Orders.records(mixed));

        assertThat(store.sources(shipments, "orderId")).isEqualTo(cards);
        assertThat(store.sources(timeline, "eventId")).isEqualTo(documents);
    }

    @Test
    void severalTasksSetUpTheSameIndicesAtOnce() {
        List<CompletableFuture<Void>> tasks = new ArrayList<>();
        for (int partition = 0; partition < 4; partition++) {
            List<FulfillmentEvent> events = Orders.steps(partition, Orders.BEGIN);
            tasks.add(CompletableFuture.runAsync(() -> load(Orders.records(events))));
        }
        tasks.forEach(CompletableFuture::join);

        assertThat(store.sources(shipments, "orderId")).hasSize(4);
        assertThat(store.call("GET", "/_alias/" + shipments + "," + shipments + "-000001-write", "")
                        .toString())
                .isEqualTo("{\"" + shipments + "-000001\":{\"aliases\":{\"" + shipments
                        + "\":{\"is_hidden\":false},\"" + shipments
                        + "-000001-write\":{\"is_write_index\":true,\"is_hidden\":false}}}}");
    }

    @Test
    void aServerThatHangsAndDiesIsWaitedFor() {
        List<FulfillmentEvent> events = Orders.inEventTimeOrder(ORDERS);
        List<SinkRecord> records = Orders.records(events);
        Map<String, String> properties = properties();
        // Little room, so that the outage is felt by put.
        properties.put("batch.max.bytes", "1000000");
        properties.put("inflight.max.bytes", "2000000");
        try (TaskRun run = new TaskRun(properties, new Reports(), 500)) {
            run.deliver(records.subList(0, 2_000));
            elasticsearch.suspend();
            CompletableFuture<Void> rest =
                    CompletableFuture.runAsync(() -> run.deliver(records.subList(2_000, records.size())));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(run::wasEverPaused);
            elasticsearch.kill();
            elasticsearch.start();
            rest.join();
            run.awaitStored();
        }

        assertComplete(events);
    }

    @Test
    void aZombieAndItsSuccessorOnTheSameOrdersDoNoHarm() {
        List<FulfillmentEvent> events = Orders.inEventTimeOrder(ORDERS);
        List<SinkRecord> records = Orders.records(events);
        CompletableFuture<Void> zombie = CompletableFuture.runAsync(() -> load(records));
        load(records);
        zombie.join();

        assertComplete(events);
    }

    private void assertFails(TaskRun run, String message) {
        assertThatThrownBy(run::goOn)
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith(message)
                .hasMessageEndingWith(
                        "What is gone cannot be refilled from the middle of the log. To rebuild it from the"
                                + " beginning, send to the Connect worker: PUT /connectors/projection/stop, then DELETE"
                                + " /connectors/projection/offsets, then PUT /connectors/projection/resume; or set index.missing to"
                                + " rebuild");
    }

    @Test
    void anIndexDeletedUnderTheTaskStopsItAndIsNotRefilledFromTheMiddle() {
        List<SinkRecord> records = Orders.records(Orders.inEventTimeOrder(100));
        try (TaskRun run = new TaskRun(properties(), new Reports(), 500)) {
            run.deliver(records.subList(0, 250));
            run.awaitStored();
            store.call("DELETE", "/" + shipments + "-000001", "");

            assertFails(
                    run,
                    "Elasticsearch: no such index [" + shipments
                            + "-000001-write]: it was deleted while the connector ran. ");
            assertThat(run.committable()).isEqualTo(250);
        }
        assertThat(store.call("GET", "/_alias/" + shipments, "").path("status").asInt())
                .isEqualTo(404);

        for (int restart = 0; restart < 2; restart++) {
            try (TaskRun run = TaskRun.at(250, records, properties(), new Reports())) {
                assertFails(run, "Elasticsearch: the indices {");
                assertThat(run.committable()).isEqualTo(-1);
            }
        }
        assertThat(store.sources(shipments, "orderId")).isEmpty();

        load(records);

        assertComplete(Orders.inEventTimeOrder(100));
    }

    @Test
    void aTaskWithoutNewRecordsDoesNotPassOverAGap() {
        List<SinkRecord> records = Orders.records(Orders.inEventTimeOrder(10));

        try (TaskRun run = TaskRun.at(records.size(), records, properties(), new Reports())) {
            assertFails(run, "Elasticsearch: the indices {");
        }
    }

    @Test
    void everyTaskRebuildsADeletedIndexAlsoTheIdleOne() {
        List<FulfillmentEvent> events = Orders.inEventTimeOrder(400);
        List<List<SinkRecord>> logs = Orders.recordsOfPartitions(2, events);
        List<SinkRecord> arrivingLate = logs.get(1).subList(500, logs.get(1).size());
        Map<String, String> properties = properties();
        properties.put("index.missing", "rebuild");
        for (String deleted : List.of(timeline, shipments)) {
            try (TaskRun idle = TaskRun.at(0, logs.get(0), properties, new Reports());
                    TaskRun busy = TaskRun.at(0, logs.get(1).subList(0, 500), properties, new Reports())) {
                idle.awaitStored();
                busy.awaitStored();
                Map<String, Store.Document> cards = store.documents(shipments, "orderId");
                Map<String, Store.Document> documents = store.documents(timeline, "eventId");
                store.call("DELETE", "/" + deleted + "-000001", "");
                busy.deliver(arrivingLate);
                busy.awaitStoredAfterSeek();
                idle.awaitStoredAfterSeek();

                // What is there was not written again, unless something new was to be added.
                if (deleted.equals(shipments)) {
                    assertThat(store.documents(timeline, "eventId")).containsAllEntriesOf(documents);
                } else {
                    arrivingLate.forEach(record -> cards.remove((String) record.key()));
                    assertThat(cards).hasSize(logs.get(0).size() / 5);
                    assertThat(store.documents(shipments, "orderId")).containsAllEntriesOf(cards);
                }
            }
            assertComplete(events);
        }
    }

    @Test
    void anIndexDeletedWhileTheTaskWasStoppedIsRebuiltAndTheOtherIsNotWritten() {
        List<FulfillmentEvent> events = Orders.inEventTimeOrder(200);
        List<SinkRecord> records = Orders.records(events);
        load(records);
        Map<String, String> properties = properties();
        properties.put("index.missing", "rebuild");
        for (String deleted : List.of(timeline, shipments)) {
            Map<String, Map<String, Store.Document>> before = documentsByIndex();
            store.call("DELETE", "/" + deleted + "-000001", "");

            try (TaskRun run = TaskRun.at(records.size(), records, properties, new Reports())) {
                run.awaitStoredAfterSeek();
            }

            String other = deleted.equals(timeline) ? shipments : timeline;
            assertThat(documentsByIndex().get(other)).isEqualTo(before.get(other));
            assertComplete(events);
        }
    }

    /** With their versions, which each write changes. */
    private Map<String, Map<String, Store.Document>> documentsByIndex() {
        return Map.of(shipments, store.documents(shipments, "orderId"), timeline, store.documents(timeline, "eventId"));
    }

    @Test
    void aRestartGoesOnWhereItWas() {
        List<FulfillmentEvent> events = Orders.inEventTimeOrder(200);
        List<SinkRecord> records = Orders.records(events);
        load(records.subList(0, 700));

        try (TaskRun run = TaskRun.at(700, records, properties(), new Reports())) {
            run.awaitStored();

            assertThat(run.seeks()).isZero();
        }
        assertComplete(events);
    }

    @Test
    void aLogWhoseBeginningIsGoneIsNoGap() {
        List<SinkRecord> records = Orders.records(Orders.inEventTimeOrder(100));

        try (TaskRun run = TaskRun.at(200, records.subList(200, 500), properties(), new Reports())) {
            run.awaitStored();

            assertThat(run.seeks()).isOne();
        }
        assertThat(store.sources(timeline, "eventId")).hasSize(300);
    }

    @Test
    void aTimelineDocumentOfEqualKnowledgeIsTheSameInAnyOrder() {
        FulfillmentEvent one = Orders.steps(0, Orders.BEGIN).get(0);
        FulfillmentEvent other = FulfillmentEvent.of(
                one.orderId(),
                one.eventAt(),
                one.observedUntil(),
                new Facts.OrderPlaced(null, null, "another city", "RJ", null, null, null, null));
        load(Orders.records(List.of(one)));
        load(Orders.records(List.of(other)));
        Map<String, String> documents = store.sources(timeline, "eventId");
        shipments += "-reversed";
        timeline += "-reversed";
        load(Orders.records(List.of(other)));
        load(Orders.records(List.of(one)));

        assertThat(store.sources(timeline, "eventId")).isEqualTo(documents);
    }

    @Test
    void documentsDeletedJustBeforeComeBackWithAReplay() {
        List<FulfillmentEvent> events = Orders.inEventTimeOrder(20);
        // For so long the server remembers the version of a document that was deleted; 60 s where it is not set.
        moreSettings = Map.of("index.settings", "{\"gc_deletes\": \"2s\"}");
        load(Orders.records(events));
        FulfillmentEvent event = events.get(0);
        store.call("DELETE", "/" + timeline + "/_doc/" + event.eventId(), "");
        store.call("DELETE", "/" + shipments + "/_doc/" + event.orderId(), "");

        load(Orders.records(events));

        assertComplete(events);
    }

    @Test
    void aDocumentThatTheServerRefusesIsReportedAndTheOthersAreStored() {
        FulfillmentEvent good = Orders.steps(0, Orders.BEGIN).get(0);
        FulfillmentEvent bad = FulfillmentEvent.of(
                good.orderId(),
                Orders.BEGIN.plusSeconds(60),
                Orders.AS_OF,
                // Longer than Lucene takes a term.
                new Facts.OrderCancelled("x".repeat(40_000)));
        FulfillmentEvent alsoGood = Orders.steps(1, Orders.BEGIN).get(0);
        Reports reports = new Reports();
        try (TaskRun run = new TaskRun(properties(), reports, 500)) {
            run.deliver(Orders.records(List.of(good, bad, alsoGood)));
            run.awaitStored();
        }

        assertThat(reports.offsets()).containsExactly(1L);
        assertThat(reports.all().get(0).reason())
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("Elasticsearch refuses the document for " + timeline + ": status 400 ")
                .hasMessageNotContaining("xx")
                .hasMessageContaining("reason");
        assertComplete(List.of(good, alsoGood));
    }

    @Test
    void aMappingConflictIsReportedWithoutTheValue() {
        // An index of the user's own, in which the reason is indexed as a number too.
        store.call(
                "PUT",
                "/" + shipments + "-000001",
                "{\"aliases\":{\"" + shipments + "\":{},\"" + shipments + "-000001-write\":{\"is_write_index\":true}},"
                        + "\"mappings\":{\"properties\":{\"orderId\":{\"type\":\"keyword\"},\"cancelReason\":"
                        + "{\"type\":\"keyword\",\"fields\":{\"number\":{\"type\":\"long\"}}}}}}");
        FulfillmentEvent good = Orders.steps(0, Orders.BEGIN).get(0);
        FulfillmentEvent bad =
                FulfillmentEvent.of(good.orderId(), Orders.BEGIN, Orders.AS_OF, new Facts.OrderCancelled("canceled"));
        Reports reports = new Reports();
        try (TaskRun run = new TaskRun(properties(), reports, 500)) {
            run.deliver(Orders.records(List.of(good, bad)));
            run.awaitStored();
        }

        assertThat(reports.offsets()).containsExactly(1L);
        assertThat(reports.all().get(0).reason())
                .hasMessageStartingWith("Elasticsearch refuses the document for " + shipments
                        + ": status 400 document_parsing_exception: ")
                .hasMessageContaining("failed to parse field [cancelReason.number] of type [long]")
                .hasMessageNotContaining("canceled");
        assertThat(store.sources(shipments, "orderId")).containsOnlyKeys(good.orderId());
    }

    @Test
    void aDocumentThatIsTooLargeForTheServerIsReportedAndTheOthersAreStored() {
        List<FulfillmentEvent> good = Orders.inEventTimeOrder(200);
        FulfillmentEvent bad = FulfillmentEvent.of(
                good.get(0).orderId(),
                Orders.BEGIN.plusSeconds(60),
                Orders.AS_OF,
                new Facts.OrderCancelled("x".repeat(MAX_REQUEST_BYTES)));
        List<FulfillmentEvent> events = new ArrayList<>(good);
        events.add(500, bad);
        Reports reports = new Reports();
        try (TaskRun run = new TaskRun(properties(), reports, 500)) {
            run.deliver(Orders.records(events));
            run.awaitStored();
        }

        assertThat(reports.offsets()).containsExactly(500L);
        assertThat(reports.all().get(0).reason())
                .isInstanceOf(DataException.class)
                // The card is as large; which of the two is refused first does not matter.
                .hasMessageMatching(
                        "Elasticsearch refuses the document for (" + shipments + "|" + timeline + "): status 413.*");
        assertComplete(good);
    }

    @Test
    void eventsThatAreIgnoredAndTombstonesHoldNothingUp() {
        FulfillmentEvent good = Orders.steps(0, Orders.BEGIN).get(0);
        Map<String, Object> unknown = Orders.value(Orders.steps(1, Orders.BEGIN).get(0));
        unknown.put("eventType", "PARCEL_LOST");
        Map<String, Object> newer = Orders.value(Orders.steps(2, Orders.BEGIN).get(0));
        newer.put("schemaVersion", 2);
        Map<String, String> properties = properties();
        properties.put("behavior.on.unknown.event.type", "ignore");
        properties.put("behavior.on.newer.schema.version", "ignore");
        Reports reports = new Reports();
        try (TaskRun run = new TaskRun(properties, reports, 500)) {
            run.deliver(List.of(
                    Orders.record(0, 0, "k", unknown),
                    Orders.record(1, good),
                    new SinkRecord(Orders.TOPIC, 0, null, "k", null, null, 2),
                    Orders.record(0, 3, "k", newer)));
            run.awaitStored();

            assertThat(run.committable()).isEqualTo(4);
        }

        assertThat(reports.all()).isEmpty();
        assertComplete(List.of(good));
    }

    @Test
    void indexSettingsArriveInTheIndicesThatAreCreated() {
        Map<String, String> properties = properties();
        properties.put("index.settings", "{\"refresh_interval\": \"7s\", \"index.codec\": \"best_compression\"}");
        properties.put("index.shards", "2");
        try (TaskRun run = new TaskRun(properties, new Reports(), 500)) {
            run.deliver(Orders.records(Orders.steps(0, Orders.BEGIN)));
            run.awaitStored();
        }

        for (String index : List.of(shipments, timeline)) {
            JsonNode settings = settings(index + "-000001");
            assertThat(settings.path("refresh_interval").asText()).isEqualTo("7s");
            assertThat(settings.path("codec").asText()).isEqualTo("best_compression");
            assertThat(settings.path("number_of_shards").asText()).isEqualTo("2");
            assertThat(settings.path("number_of_replicas").asText()).isEqualTo("0");
        }
        JsonNode ofPositions = settings(shipments + "-positions-000001");
        assertThat(ofPositions.path("hidden").asText()).isEqualTo("true");
        assertThat(ofPositions.path("number_of_shards").asText()).isEqualTo("1");
        assertThat(ofPositions.has("codec")).isFalse();
    }

    private static JsonNode settings(String index) {
        return store.call("GET", "/" + index + "/_settings", "")
                .path(index)
                .path("settings")
                .path("index");
    }

    private static JsonNode mappings(String index) {
        return store.call("GET", "/" + index + "/_mapping", "").path(index).path("mappings");
    }

    @Test
    void anotherTemplateOfHigherPriorityDoesNotChangeTheIndices() {
        load(Orders.records(Orders.steps(0, Orders.BEGIN)));
        JsonNode cards = mappings(shipments + "-000001");
        JsonNode documents = mappings(timeline + "-000001");
        shipments += "-other";
        timeline += "-other";
        moreSettings = Map.of("index.settings", "{\"refresh_interval\": \"7s\"}");
        store.call("PUT", "/_index_template/of-everything", """
                {"index_patterns": ["*"], "priority": 500, "template": {
                  "settings": {"number_of_shards": 3, "number_of_replicas": 2, "refresh_interval": "30s"},
                  "mappings": {"dynamic": true, "properties": {
                    "state": {"type": "text"}, "stateRank": {"type": "keyword"}, "storedUpTo": {"type": "keyword"}}}}}""");
        try {
            load(Orders.records(Orders.steps(0, Orders.BEGIN)));
        } finally {
            store.call("DELETE", "/_index_template/of-everything", "");
        }

        for (String index : List.of(shipments, timeline, shipments + "-positions")) {
            assertThat(settings(index + "-000001").path("number_of_shards").asText())
                    .isEqualTo("1");
            assertThat(settings(index + "-000001").path("number_of_replicas").asText())
                    .isEqualTo("0");
            assertThat(mappings(index + "-000001").path("dynamic").asText()).isEqualTo("strict");
        }
        assertThat(settings(shipments + "-000001").path("refresh_interval").asText())
                .isEqualTo("7s");
        // Fields of the other template that the connector does not write are there too, and stay empty.
        assertThat(mappings(shipments + "-000001").path("properties").properties())
                .containsAll(cards.path("properties").properties());
        assertThat(mappings(timeline + "-000001").path("properties").properties())
                .containsAll(documents.path("properties").properties());
        assertComplete(Orders.steps(0, Orders.BEGIN));
    }

    /** An index as another release would have created it. */
    private void createCards(ObjectNode mappings) {
        store.call(
                "PUT",
                "/" + shipments + "-000001",
                "{\"aliases\":{\"" + shipments + "\":{},\"" + shipments
                        + "-000001-write\":{\"is_write_index\":true}},\"mappings\":" + mappings + "}");
    }

    @Test
    void anIndexOfAnOlderReleaseGetsTheFieldsThatItLacks() {
        ObjectNode older = Indices.resource("shipments-mappings.json").deepCopy();
        ((ObjectNode) older.path("properties")).remove(List.of("customerCity", "stage"));
        createCards(older);

        load(Orders.records(Orders.steps(0, Orders.BEGIN)));

        assertComplete(Orders.steps(0, Orders.BEGIN));
        assertThat(mappings(shipments + "-000001").path("properties").has("stage"))
                .isTrue();
    }

    @Test
    void anIndexWithAllFieldsIsNotChangedByAStart() {
        load(Orders.records(Orders.steps(0, Orders.BEGIN)));
        JsonNode before = metadataVersions();

        load(Orders.records(Orders.steps(0, Orders.BEGIN)));

        assertThat(before).hasSize(3);
        assertThat(metadataVersions()).isEqualTo(before);
    }

    private JsonNode metadataVersions() {
        return store.call(
                        "GET",
                        "/_cluster/state/metadata/" + shipments + "-*," + timeline
                                + "-*?expand_wildcards=all&filter_path=metadata.indices.*.mapping_version",
                        "")
                .path("metadata")
                .path("indices");
    }

    @Test
    void anIndexWhoseFieldsCannotBeChangedStopsTheTask() {
        ObjectNode older = Indices.resource("shipments-mappings.json").deepCopy();
        ((ObjectNode) older.path("properties").path("state")).put("type", "long");
        createCards(older);

        try (TaskRun run = new TaskRun(properties(), new Reports(), 500)) {
            assertThatThrownBy(run::goOn)
                    .isInstanceOf(ConnectException.class)
                    .hasMessage("Elasticsearch cannot change the mapping of the index behind the alias " + shipments
                            + "-000001-write into the one that this release needs: status 400"
                            + " illegal_argument_exception: mapper [state] cannot be changed from type [long] to"
                            + " [keyword]. Rebuild the indices with another index.generation, as the documentation says"
                            + " under \"Rebuild with no downtime\"");
        }
    }

    @Test
    void aStartWaitsForAnIndexThatIsReadOnly() {
        List<FulfillmentEvent> events = Orders.steps(0, Orders.BEGIN);
        load(Orders.records(events.subList(0, 1)));
        store.call("PUT", "/" + shipments + "-000001/_settings", "{\"index.blocks.read_only\": true}");
        try (TaskRun run = new TaskRun(properties(), new Reports(), 500)) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> run.metric("retries") > 0);
            store.call("PUT", "/" + shipments + "-000001/_settings", "{\"index.blocks.read_only\": null}");
            run.deliver(Orders.records(events));
            run.awaitStored();
        }

        assertComplete(events);
    }

    @Test
    void anIndexSettingThatTheServerDoesNotKnowStopsTheTask() {
        Map<String, String> properties = properties();
        properties.put("index.settings", "{\"no_such_setting\": 1}");
        try (TaskRun run = new TaskRun(properties, new Reports(), 500)) {
            assertThatThrownBy(run::goOn)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("create the index template fulfillment-" + shipments)
                    .hasMessageContaining("no_such_setting");
        }
    }

    @Test
    void aRecordThatIsNoEventIsReportedAndTheOthersAreStored() {
        FulfillmentEvent good = Orders.steps(0, Orders.BEGIN).get(0);
        Reports reports = new Reports();
        try (TaskRun run = new TaskRun(properties(), reports, 500)) {
            run.deliver(List.of(Orders.record(0, 0, "k", Map.of("eventType", "ORDER_PLACED")), Orders.record(1, good)));
            run.awaitStored();
        }

        assertThat(reports.offsets()).containsExactly(0L);
        assertComplete(List.of(good));
    }

    @Test
    void aBadRecordStopsATaskWithoutDeadLetterQueue() {
        try (TaskRun run = new TaskRun(properties(), null, 500)) {
            assertThatThrownBy(() -> {
                        run.deliver(List.of(Orders.record(3, 17, "k", "text")));
                        Awaitility.await().until(() -> {
                            run.task().put(List.of());
                            return false;
                        });
                    })
                    .isInstanceOf(ConnectException.class)
                    .hasMessage("topic fulfillment-events, partition 3, offset 17: expected a struct or a map but found"
                            + " String. The task stops, because the connector has no dead letter queue"
                            + " (errors.tolerance=all with errors.deadletterqueue.topic.name)")
                    .hasRootCauseInstanceOf(DataException.class);
        }
    }

    @Test
    void aStoppedTaskLeavesTheRestForItsSuccessor() {
        List<FulfillmentEvent> events = Orders.inEventTimeOrder(ORDERS);
        List<SinkRecord> records = Orders.records(events);
        long committed;
        try (TaskRun run = new TaskRun(properties(), new Reports(), 500)) {
            run.deliver(records);
            Awaitility.await().until(() -> run.committable() > 0);
            committed = run.committable();
        }

        load(records.subList((int) committed, records.size()));

        assertComplete(events);
    }
}
