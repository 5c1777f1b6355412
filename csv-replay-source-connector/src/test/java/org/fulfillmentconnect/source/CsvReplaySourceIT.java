package org.fulfillmentconnect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.fulfillmentconnect.source.EventLog.assertExactly;
import static org.fulfillmentconnect.source.EventLog.ids;
import static org.fulfillmentconnect.source.SourceStack.TIMEOUT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.fulfillmentconnect.stack.ConnectRest;
import org.fulfillmentconnect.stack.ConnectRestException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built plugin folder in a real worker that writes to a real broker. */
class CsvReplaySourceIT {
    private static final String CONNECTOR = CsvReplaySourceConnector.class.getName();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHARDS = 4;

    @TempDir
    static Path folder;

    private static SourceStack stack;

    @BeforeAll
    static void start() throws IOException {
        stack = new SourceStack(folder, SHARDS);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void replaysAgainAfterItsOffsetsAreDeletedAndGoesOnWhereTheyAreSet() throws IOException {
        OlistFiles.generated(stack.dataset("replay"), 300, 1);
        List<String> expected = stack.expectedIds("replay");
        stack.createTopics("replay");

        stack.rest().putConfig("replay", stack.settings("replay", Map.of("tasks.max", "2")));
        assertExactly(stack.read("replay", expected.size()), expected, SHARDS);
        assertCompleted("replay", 0, "[0, 2]");
        assertCompleted("replay", 1, "[1, 3]");

        stopped("replay");
        stack.rest().deleteOffsets("replay");
        stack.rest().resume("replay");
        List<String> twice = new ArrayList<>(expected);
        twice.addAll(expected);
        assertThat(ids(stack.read("replay", twice.size()))).containsExactlyInAnyOrderElementsOf(twice);

        stopped("replay");
        await().atMost(TIMEOUT).until(() -> offsets("replay").size() == SHARDS);
        ObjectNode patch = JSON.createObjectNode();
        long skipped = 0;
        for (JsonNode offset : offsets("replay")) {
            ObjectNode changed = patch.withArray("offsets").addObject();
            // The other order of keys than the worker's: the offset must be found all the same.
            changed.putObject("partition")
                    .put("shard", offset.at("/partition/shard").asText())
                    .put("dataset", offset.at("/partition/dataset").asText());
            long end = offset.at("/offset/position").asLong();
            changed.set("offset", ((ObjectNode) offset.path("offset").deepCopy()).put("position", end - 2));
            skipped += end - 2;
        }
        assertThat(skipped).isEqualTo(expected.size() - 2L * SHARDS);
        stack.rest().patchOffsets("replay", patch);
        stack.rest().resume("replay");
        assertThat(stack.read("replay", twice.size() + 2 * SHARDS)).hasSize(twice.size() + 2 * SHARDS);
    }

    @Test
    void refusesOffsetsThatDoNotFit() throws IOException {
        OlistFiles.generated(stack.dataset("offsets"), 20, 2);
        int events = stack.expectedIds("offsets").size();
        stack.createTopics("offsets");
        stack.rest().putConfig("offsets", stack.settings("offsets", Map.of("tasks.max", "2")));
        stack.read("offsets", events);
        stopped("offsets");

        JsonNode offsets = stack.rest().offsets("offsets");
        ((ObjectNode) offsets.at("/offsets/0/offset")).put("position", 1_000_000);

        assertThatThrownBy(() -> stack.rest().patchOffsets("offsets", offsets))
                .isInstanceOf(ConnectRestException.class)
                .hasMessageContaining("does not fit: its position is 1000000, but the sequence ends at ");
    }

    @Test
    void writesEveryEventOnceThoughItsWorkerIsKilled() throws IOException {
        OlistFiles.generated(stack.dataset("killed"), 6_000, 3);
        List<String> expected = stack.expectedIds("killed");
        stack.createTopics("killed");

        // A transaction per batch, and small ones, so that the kills come in the middle.
        stack.rest().putConfig("killed", stack.settings("killed", Map.of("tasks.max", "2", "batch.max.records", "30")));
        for (int kill = 1; kill <= 2; kill++) {
            int readAtLeast = expected.size() * kill / 5;
            await().atMost(TIMEOUT)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> stack.stableOffsets("killed") >= readAtLeast);
            stack.worker().kill();
            int committed = stack.read("killed", 0).size();
            stack.worker().start();
            assertThat(committed).isPositive().isLessThan(expected.size());
        }

        assertExactly(stack.read("killed", expected.size()), expected, SHARDS);
    }

    @Test
    void reportsRejectsAndCompletesThoughTransformsDropEverything() throws IOException {
        OlistFiles.in(stack.dataset("dropped"))
                .orders("o1,nobody,shipped,2017-06-01 10:00:00,2017-06-01 10:00:00,,,", "o2,nobody,shipped,never,,,,");
        stack.createTopics("dropped");

        stack.rest()
                .putConfig(
                        "dropped",
                        stack.settings(
                                "dropped",
                                Map.of(
                                        "transforms", "drop",
                                        "transforms.drop.type", "org.apache.kafka.connect.transforms.Filter",
                                        "transforms.drop.predicate", "events",
                                        "predicates", "events",
                                        "predicates.events.type",
                                                "org.apache.kafka.connect.transforms.predicates.TopicNameMatches",
                                        "predicates.events.pattern", "dropped")));

        assertThat(stack.read("dropped-rejects", 2))
                .extracting(ConsumerRecord::key)
                .containsExactly("olist_orders_dataset.csv:2", "olist_orders_dataset.csv:3");
        await().atMost(TIMEOUT)
                .until(() -> stack.workerLog()
                        .contains("Replay of dropped complete: task 0 handed over 2 events of shards [0, 1, 2, 3];"
                                + " 0 written, 2 dropped by transforms"));
        stack.rest().awaitRunning("dropped", TIMEOUT);
    }

    @Test
    void refusesToTolerateErrorsOnTheWorkersOwnField() throws IOException {
        OlistFiles.in(stack.dataset("tolerance"));
        stack.createTopics("tolerance");
        Map<String, String> settings = stack.settings("tolerance", Map.of("errors.tolerance", "all"));

        Map<String, List<String>> errors = stack.rest().validate(CONNECTOR, settings);

        assertThat(errors).containsOnlyKeys("errors.tolerance");
        assertThat(errors.get("errors.tolerance"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("errors.tolerance=all is refused");
        assertThatThrownBy(() -> stack.rest().putConfig("tolerance", settings))
                .isInstanceOf(ConnectRestException.class);
    }

    @Test
    void refusesTopicsThatCannotHoldTheLogAndSaysWhatPutsThemRight() throws IOException {
        OlistFiles.in(stack.dataset("topics"));
        String brokers = stack.brokers();
        stack.createTopic(
                "finite",
                2,
                Map.of(
                        "retention.bytes",
                        "1000",
                        "cleanup.policy",
                        "compact",
                        "message.timestamp.type",
                        "LogAppendTime"));
        stack.createTopic("wide", 9);
        stack.createTopic("topics-rejects", 1);

        assertThat(stack.rest()
                        .validate(
                                CONNECTOR, stack.settings("topics", Map.of("topic", "finite", "rejects.topic", "no"))))
                .isEqualTo(Map.of(
                        "topic",
                        List.of(
                                finite("retention.ms", "604800000", "-1", brokers),
                                finite("retention.bytes", "1000", "-1", brokers),
                                finite("cleanup.policy", "compact", "delete", brokers),
                                finite("message.timestamp.type", "LogAppendTime", "CreateTime", brokers)),
                        "shards",
                        List.of(
                                "Invalid value 4 for configuration shards: topic finite has 2 partitions, but shards is 4;"
                                        + " each shard is one partition. Set shards to 2, or, while the topic is empty:"
                                        + " kafka-topics.sh --bootstrap-server " + brokers
                                        + " --alter --topic finite --partitions 4"),
                        "rejects.topic",
                        List.of("Invalid value no for configuration rejects.topic: topic no does not exist. Create it:"
                                + " kafka-topics.sh --bootstrap-server " + brokers
                                + " --create --topic no --partitions 1 --config retention.ms=-1")));
        assertThat(stack.rest().validate(CONNECTOR, stack.settings("topics", Map.of("topic", "wide"))))
                .isEqualTo(Map.of(
                        "shards",
                        List.of(
                                "Invalid value 4 for configuration shards: topic wide has 9 partitions, but shards is 4;"
                                        + " each shard is one partition. Set shards to 9")));
        assertThat(stack.rest().validate(CONNECTOR, stack.settings("topics", Map.of("topic", "none"))))
                .isEqualTo(Map.of(
                        "topic",
                        List.of("Invalid value none for configuration topic: topic none does not exist. Create it:"
                                + " kafka-topics.sh --bootstrap-server " + brokers
                                + " --create --topic none --partitions 4 --config retention.ms=-1 --config"
                                + " retention.bytes=-1 --config cleanup.policy=delete --config"
                                + " message.timestamp.type=CreateTime --config segment.ms=63072000000")));
    }

    private static String finite(String setting, String found, String needed, String brokers) {
        return "Invalid value finite for configuration topic: topic finite has " + setting + "=" + found
                + "; the log needs "
                + setting + "=" + needed + ". Put it right: kafka-configs.sh --bootstrap-server " + brokers
                + " --alter --entity-type topics --entity-name finite --add-config " + setting + "=" + needed;
    }

    private static void assertCompleted(String dataset, int task, String shards) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(stack.workerLog())
                        .containsPattern("Replay of " + dataset + " complete: task " + task
                                + " handed over (\\d+) events of shards "
                                + shards.replace("[", "\\[").replace("]", "\\]")
                                + "; \\1 written, 0 dropped by transforms"));
    }

    private static void stopped(String connector) {
        ConnectRest rest = stack.rest();
        rest.stop(connector);
        rest.awaitStopped(connector, TIMEOUT);
    }

    private static List<JsonNode> offsets(String connector) {
        List<JsonNode> offsets = new ArrayList<>();
        stack.rest().offsets(connector).path("offsets").forEach(offsets::add);
        return offsets;
    }
}
