package org.fulfillmentconnect.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectRestIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SOURCE = "org.apache.kafka.connect.file.FileStreamSourceConnector";
    private static final String SINK = "org.apache.kafka.connect.file.FileStreamSinkConnector";

    @TempDir
    static Path stack;

    private static KafkaBroker kafka;
    private static ConnectWorker worker;
    private static ConnectRest rest;

    @BeforeAll
    static void start() throws Exception {
        Path plugin = Files.createDirectories(stack.resolve("plugins/file"));
        Path jar = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().startsWith("connect-file-"))
                .findFirst()
                .orElseThrow();
        Files.copy(jar, plugin.resolve(jar.getFileName()));
        kafka = KafkaBroker.in(stack).start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("lines", 1, (short) 1)))
                    .all()
                    .get();
        }
        worker = ConnectWorker.in(stack)
                .broker(kafka)
                .pluginPath(List.of(plugin.resolveSibling("")))
                .start();
        rest = worker.rest();
    }

    @AfterAll
    static void stop() {
        worker.close();
        kafka.close();
    }

    @Test
    void changesTheOffsetsOfAStoppedConnector() throws IOException {
        Path file = Files.writeString(stack.resolve("lines.txt"), "one\ntwo\n");
        JsonNode config = new ObjectMapper()
                .valueToTree(Map.of("connector.class", SOURCE, "file", file.toString(), "topic", "lines"));
        rest.putConfig("lines-source", config);
        rest.awaitRunning("lines-source", SOON);
        assertThat(rest.config("lines-source").path("file").asText()).isEqualTo(file.toString());
        assertThat(rest.connectors()).contains("lines-source");

        assertThatThrownBy(() -> rest.deleteOffsets("lines-source"))
                .isInstanceOfSatisfying(
                        ConnectRestException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessageStartingWith(
                        "DELETE /connectors/lines-source/offsets was answered with 400: Connectors must be in the STOPPED state");

        await().atMost(SOON).until(() -> position() == 8);
        rest.stop("lines-source");
        rest.awaitStopped("lines-source", SOON);
        ObjectNode offsets = rest.offsets("lines-source").deepCopy();
        ((ObjectNode) offsets.at("/offsets/0/offset")).put("position", 4);
        assertThat(rest.patchOffsets("lines-source", offsets)).contains("altered successfully");
        assertThat(position()).isEqualTo(4);
        assertThat(rest.deleteOffsets("lines-source")).contains("reset successfully");
        assertThat(rest.offsets("lines-source").path("offsets")).isEmpty();

        rest.resume("lines-source");
        rest.awaitRunning("lines-source", SOON);
        await().atMost(SOON).until(() -> position() == 8);
        rest.delete("lines-source");
        await().atMost(SOON).until(() -> rest.connectors(), names -> !names.contains("lines-source"));
    }

    @Test
    void saysWhyATaskHasFailed() {
        rest.putConfig(
                "failing-sink",
                Map.of("connector.class", SINK, "file", stack + "/absent/file", "topics", "lines", "tasks.max", "1"));

        assertThatThrownBy(() -> rest.awaitRunning("failing-sink", SOON))
                .isInstanceOf(ConnectRestException.class)
                .hasMessageStartingWith("connector failing-sink: task 0 has failed: ")
                .hasMessageContaining("Couldn't find or create file");
        rest.delete("failing-sink");
    }

    @Test
    void tellsTheErrorsOfEachField() {
        assertThat(rest.validate(SOURCE, Map.of("tasks.max", "none", "topic", "lines")))
                .containsOnlyKeys("tasks.max")
                .extractingByKey("tasks.max")
                .asString()
                .contains("Invalid value none for configuration tasks.max");
        assertThat(rest.validate(SOURCE, Map.of("topic", "lines"))).isEmpty();
    }

    private static long position() {
        return rest.offsets("lines-source").at("/offsets/0/offset/position").asLong();
    }
}
