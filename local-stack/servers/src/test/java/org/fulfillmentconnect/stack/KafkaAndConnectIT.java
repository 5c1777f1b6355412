package org.fulfillmentconnect.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaAndConnectIT {
    @TempDir
    static Path stack;

    private static KafkaBroker kafka;

    @BeforeAll
    static void start() {
        kafka = KafkaBroker.in(stack).start();
    }

    @AfterAll
    static void stop() {
        Remains running = Remains.of(kafka);
        kafka.close();
        running.assertNone();
    }

    @Test
    void keepsItsDataThroughAKillAndTakesTransactions() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(List.of(new NewTopic("things", 1, (short) 1)))
                    .all()
                    .get();
        }
        produceInATransaction("before the kill");
        kafka.kill();
        kafka.start();
        produceInATransaction("after the kill");

        assertThat(consume(2)).containsExactly("before the kill", "after the kill");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.7.2", "4.3.1"})
    void aWorkerOfEachVersionServesItsPlugins(String version) throws IOException {
        Path properties = stack.resolve("base-" + version + ".properties");
        Files.writeString(properties, """
                group.id=group-%1$s
                config.storage.topic=configs-%1$s
                offset.storage.topic=offsets-%1$s
                status.storage.topic=statuses-%1$s
                status.storage.replication.factor=3
                listeners=http://0.0.0.0:8083
                key.converter=org.apache.kafka.connect.storage.StringConverter
                value.converter=org.apache.kafka.connect.json.JsonConverter
                plugin.discovery=service_load
                """.formatted(version));
        Path noPlugins = Files.createDirectories(stack.resolve("no-plugins"));
        try (ConnectWorker worker = ConnectWorker.in(stack)
                .name("connect-" + version)
                .version(version)
                .properties(properties)
                .broker(kafka)
                .pluginPath(List.of(noPlugins))
                .environment("COLOUR", "a secret colour")
                .heapMegabytes(512)
                .start()) {
            assertThat(worker.rest().plugins())
                    .extracting(plugin -> plugin.path("class").asText())
                    .contains("org.apache.kafka.connect.transforms.InsertField$Value");
            assertThat(worker.rest().connectors()).isEmpty();
            assertThatThrownBy(() -> worker.rest().status("absent"))
                    .isInstanceOfSatisfying(
                            ConnectRestException.class,
                            e -> assertThat(e.status()).isEqualTo(404))
                    .hasMessage(
                            "GET /connectors/absent/status was answered with 404: No status found for connector absent");
            assertThatThrownBy(() -> worker.rest().awaitRunning("absent", Duration.ofMillis(300)))
                    .hasMessage(
                            "connector absent was not RUNNING with all of its tasks within 0 s, but unknown to the worker");
            assertThat(worker.log())
                    .content()
                    .contains("kafka-clients-" + version)
                    .doesNotContain("a secret colour")
                    .doesNotContain("fulfillment-model");

            Remains running = Remains.of(worker);
            worker.stop();
            running.assertNone();
        }
    }

    @Test
    void aWorkerWithoutABrokerIsRefused() {
        assertThatThrownBy(() -> ConnectWorker.in(stack).name("alone").start())
                .isInstanceOf(ServerException.class)
                .hasMessage("alone has no bootstrap.servers: expected a broker to work on");
    }

    private static Map<String, Object> client() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    private static void produceInATransaction(String value) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "things");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var unused = producer.send(new ProducerRecord<>("things", value));
            producer.commitTransaction();
        }
    }

    private static List<String> consume(int count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(Set.of(new TopicPartition("things", 0)));
            for (int poll = 0; poll < 60 && values.size() < count; poll++) {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
