package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is done when the indices are to be built anew, by the REST calls that the documentation gives. */
class ProjectionRebuildIT {
    private static final String LOG = "fulfillment-events";

    private static PipelineFixture fixture;
    /** What the shipped pipeline makes of the sample: cards and timeline. */
    private static Map<String, String> expected;

    @BeforeAll
    static void runPipelineOnTheSample() throws Exception {
        Map<String, String> digests = PipelineIT.sampleDigests();
        expected = Map.of("cards", digests.get("shipments"), "timeline", digests.get("shipment_events"));
        fixture = PipelineFixture.shared();
    }

    /** The shipped projection of a topic, with stores of its own. */
    private static ObjectNode projection(String name, String topic) {
        return fixture.variant(
                Project.PROJECTION,
                Map.of(
                        "name", "projection-" + name,
                        "topics", topic,
                        "shipments.index", "cards-" + name,
                        "timeline.index", "timeline-" + name));
    }

    private static void run(ObjectNode config) {
        String name = config.path("name").asText();
        fixture.rest.putConfig(name, config);
        fixture.awaitDrained(name, config.path("topics").asText());
    }

    private static Map<String, String> digests(String name, String generation) {
        return Map.of(
                "cards", fixture.projection.digest("cards-" + name + generation, "orderId"),
                "timeline", fixture.projection.digest("timeline-" + name + generation, "eventId"));
    }

    private static void elasticsearch(String method, String path) {
        fixture.projection.send(method, path, null);
    }

    @Test
    void readersNeverSeeLessWhileTheNextGenerationTakesOverAndTheLogGrows() {
        fixture.createLogTopic("takeover");
        List<ConsumerRecord<String, String>> log = new ArrayList<>();
        EventLog.read(fixture.bootstrapServers(), LOG, log::add);
        log.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
        Iterator<List<ConsumerRecord<String, String>>> parts = inParts(log, 5).iterator();
        fixture.copy(parts.next(), "takeover");
        ObjectNode old = projection("takeover", "takeover");
        run(old);
        assertThat(digests("takeover", "")).isNotEqualTo(expected);

        try (PollingReader reader = PollingReader.of(fixture.projection, "cards-takeover", "timeline-takeover")) {
            fixture.rest.putConfig(
                    "projection-takeover-2",
                    old.deepCopy().put("name", "projection-takeover-2").put("index.generation", "2"));
            fixture.copy(parts.next(), "takeover");
            fixture.awaitDrained("projection-takeover-2", "takeover");
            assertThat(indexBehind("cards-takeover")).isEqualTo("cards-takeover-000001");
            assertThat(indexBehind("timeline-takeover")).isEqualTo("timeline-takeover-000001");

            fixture.copy(parts.next(), "takeover");
            fixture.rest.stop("projection-takeover");
            fixture.rest.awaitStopped("projection-takeover", PipelineFixture.TIMEOUT);
            fixture.awaitDrained("projection-takeover-2", "takeover");
            fixture.copy(parts.next(), "takeover");
            elasticsearch("POST", "/cards-takeover-000002,timeline-takeover-000002/_refresh");
            fixture.projection.send("POST", "/_aliases", """
                    {"actions": [
                      {"remove": {"index": "cards-takeover-000001", "alias": "cards-takeover", "must_exist": true}},
                      {"add": {"index": "cards-takeover-000002", "alias": "cards-takeover"}},
                      {"remove": {"index": "timeline-takeover-000001", "alias": "timeline-takeover", "must_exist": true}},
                      {"add": {"index": "timeline-takeover-000002", "alias": "timeline-takeover"}}]}""");
            fixture.rest.deleteOffsets("projection-takeover");
            fixture.rest.delete("projection-takeover");
            elasticsearch("DELETE", "/cards-takeover-000001,timeline-takeover-000001");

            fixture.copy(parts.next(), "takeover");
            fixture.awaitDrained("projection-takeover-2", "takeover");
            fixture.projection.refresh("cards-takeover,timeline-takeover");
            long rounds = reader.rounds();
            await().until(() -> reader.rounds() > rounds + 1);

            assertThat(reader.losses()).isEmpty();
        }
        assertThat(digests("takeover", "")).isEqualTo(expected);
        fixture.rest.delete("projection-takeover-2");
    }

    private static <T> List<List<T>> inParts(List<T> all, int count) {
        List<List<T>> parts = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            parts.add(all.subList(all.size() * part / count, all.size() * (part + 1) / count));
        }
        return parts;
    }

    private static String indexBehind(String alias) {
        JsonNode indices = fixture.projection.send("GET", "/_alias/" + alias, null);
        assertThat(indices).hasSize(1);
        return indices.fieldNames().next();
    }

    @Test
    void anIndexDeletedUnderTwoTasksComesBackWhereThatIsSet() {
        run(projection("healing", LOG).put("tasks.max", "2").put("index.missing", "rebuild"));
        assertThat(digests("healing", "")).isEqualTo(expected);

        elasticsearch("DELETE", "/timeline-healing-000001");

        // Nothing new comes: both tasks notice by themselves, each for its half of the partitions.
        await().atMost(PipelineFixture.TIMEOUT)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(digests("healing", "")).isEqualTo(expected));
        fixture.rest.awaitRunning("projection-healing", PipelineFixture.TIMEOUT);
        assertThat(fixture.rest.status("projection-healing").path("tasks")).hasSize(2);
        fixture.rest.delete("projection-healing");
    }
}
