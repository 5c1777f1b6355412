package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.fulfillmentconnect.stack.ConnectRestException;
import org.fulfillmentconnect.stack.KafkaTool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Dead letters that are mended go into the stores, by the JSON that is shipped for it, and none goes round in circles. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RedriveIT {
    private static final String LOG = "fulfillment-events";
    private static final String CORRECTIONS = "fulfillment-corrections";
    private static final String REDRIVE_LETTERS = "fulfillment-dlq-redrive";
    private static final String PROJECTION_LETTERS = "fulfillment-dlq-projection";
    private static final String KPI_LETTERS = "fulfillment-dlq-kpi";
    private static final List<String> SINKS = List.of(Project.PROJECTION, Project.KPI);
    private static final String TOO_LONG = "x".repeat(200);

    private static PipelineFixture fixture;

    /** The right values, by the wrong ones that stand in the log. */
    private static final Map<String, String> CORRECTED = new HashMap<>();

    private static int refusedByBoth;

    /** A log with wrong events, and beside it one in which they are right. */
    @BeforeAll
    static void start() throws IOException {
        fixture = PipelineFixture.start(Optional.empty());
        fixture.createLogTopic("clean");
        fixture.replay(
                "replay-clean",
                fixture.variant(Project.SOURCE, Map.of("name", "replay-clean", "dataset", "clean", "topic", "clean")));
        fixture.rest.delete("replay-clean");
        List<ConsumerRecord<String, String>> clean = new ArrayList<>();
        EventLog.read(fixture.bootstrapServers(), "clean", clean::add);

        List<ProducerRecord<String, String>> log = new ArrayList<>();
        List<ProducerRecord<String, String>> mended = new ArrayList<>();
        int number = 0;
        for (ConsumerRecord<String, String> event : clean) {
            String value = event.value();
            String wrong = value;
            String right = value;
            number++;
            if (number % 200 == 0) {
                wrong = value.substring(0, value.length() / 2);
                refusedByBoth++;
            } else if (number % 200 == 100) {
                wrong = value.replaceFirst("\"eventAt\":\\d+", "\"eventAt\":-1");
                refusedByBoth++;
            } else if (number % 10 == 3 && value.contains("\"customerRegion\":\"SP\"")) {
                // The projection stores that one, so its correction has to come later.
                wrong = value.replace("\"customerRegion\":\"SP\"", "\"customerRegion\":\"" + TOO_LONG + "\"");
                right = observedLater(value);
            }
            if (!wrong.equals(value)) {
                CORRECTED.put(wrong, right);
            }
            log.add(record(LOG, event, wrong));
            mended.add(record("mended", event, right));
        }
        assertThat(refusedByBoth).isGreaterThan(10);
        assertThat(CORRECTED).hasSizeGreaterThan(refusedByBoth + 10);
        fixture.createLogTopic("mended");
        fixture.send(mended);
        fixture.project("mended", "mended");
        fixture.send(log);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static ProducerRecord<String, String> record(
            String topic, ConsumerRecord<String, String> event, String value) {
        return new ProducerRecord<>(topic, event.partition(), event.timestamp(), event.key(), value, event.headers());
    }

    private static String observedLater(String value) {
        long observed = Long.parseLong(value.replaceFirst(".*\"observedUntil\":(\\d+).*", "$1"));
        return value.replace("\"observedUntil\":" + observed, "\"observedUntil\":" + (observed + 1000));
    }

    @Test
    @Order(1)
    void correctionsEndInTheSameStoresAsALogThatWasRightAndOneThatIsStillWrongGoesNoFurther() throws IOException {
        for (String sink : SINKS) {
            fixture.rest.putConfig(sink, fixture.project.connector(sink));
        }
        awaitSinks();
        assertThat(letters(PROJECTION_LETTERS)).hasSize(refusedByBoth);
        assertThat(letters(KPI_LETTERS)).hasSize(CORRECTED.size());

        // As the documentation says: out of the queue, corrected in a file, into the topic of corrections.
        List<String> lines = readWithTheConsoleConsumer(KPI_LETTERS);
        assertThat(lines).hasSize(CORRECTED.size());
        String stillWrong = lines.stream()
                .filter(line -> !line.contains(TOO_LONG))
                .findFirst()
                .orElseThrow();
        List<String> corrections = lines.stream()
                .filter(line -> !line.equals(stillWrong))
                .map(RedriveIT::corrected)
                .collect(Collectors.toCollection(ArrayList::new));
        // Not the first of its topic: the sinks never see a record that cannot be converted, and read again from before
        // it.
        corrections.add(stillWrong);
        writeWithTheConsoleProducer(corrections);
        for (String sink : SINKS) {
            fixture.rest.putConfig(sink + "-redrive", fixture.project.redrive(sink));
        }
        // The log is read again meanwhile, so that both write the same cards and lanes.
        for (String sink : SINKS) {
            fixture.startOver(sink, () -> {});
        }
        awaitSinks();
        awaitRedrive();

        assertThat(letters(REDRIVE_LETTERS))
                .extracting(letter -> letter.key() + "\t" + letter.value())
                .containsExactly(stillWrong, stillWrong);
        assertThat(letters(REDRIVE_LETTERS))
                .extracting(letter -> new String(
                        letter.headers()
                                .lastHeader("__connect.errors.connector.name")
                                .value(),
                        StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder("shipment-projection-redrive", "lane-kpi-redrive");
        assertThat(stores("shipments", "shipment_events", "public")).isNotEqualTo(mended());

        Map<String, JsonNode> offsets = offsets();
        writeWithTheConsoleProducer(List.of(corrected(stillWrong)));
        awaitRedrive();

        assertThat(stores("shipments", "shipment_events", "public")).isEqualTo(mended());
        assertThat(letters(REDRIVE_LETTERS)).hasSize(2);
        // The connectors of the log read it twice, and noticed nothing else.
        assertThat(offsets()).isEqualTo(offsets);
        assertThat(letters(PROJECTION_LETTERS)).hasSize(2 * refusedByBoth);
        assertThat(letters(KPI_LETTERS)).hasSize(2 * CORRECTED.size());
    }

    @Test
    @Order(2)
    void aRebuildReadsTheCorrectionsAgain() {
        fixture.startOver(Project.KPI, () -> {
            fixture.rest.stop("lane-kpi-redrive");
            fixture.rest.awaitStopped("lane-kpi-redrive", PipelineFixture.TIMEOUT);
            fixture.kpis("public").execute("CALL empty_lane_kpis()");
            fixture.rest.deleteOffsets("lane-kpi-redrive");
            fixture.rest.resume("lane-kpi-redrive");
        });
        awaitSinks();
        awaitRedrive();

        assertThat(stores("shipments", "shipment_events", "public")).isEqualTo(mended());
        assertThat(letters(REDRIVE_LETTERS)).hasSize(3);
    }

    @Test
    @Order(3)
    void aConnectorThatWouldReadItsOwnDeadLettersIsRefused() {
        for (String sink : SINKS) {
            ObjectNode config = fixture.project.redrive(sink).deepCopy();
            config.put("topics", CORRECTIONS + "," + REDRIVE_LETTERS);
            assertThatThrownBy(() -> fixture.rest.putConfig(sink + "-redrive", config))
                    .isInstanceOf(ConnectRestException.class)
                    .hasMessageContaining(
                            "The DLQ topic '" + REDRIVE_LETTERS + "' may not be included in the list of topics");
        }
    }

    /** The cards need a state, so without it every event is a dead letter. */
    @Test
    @Order(4)
    void lettersOfAMistakeInTheJsonAreReadFromTheirQueueOnceItIsMended() {
        fixture.createLogTopic("stateless-letters");
        Map<String, String> stateless = Map.of(
                "name",
                "stateless",
                "topics",
                "mended",
                "shipments.index",
                "cards-stateless",
                "timeline.index",
                "timeline-stateless",
                "transforms",
                "dropUnjudged",
                "errors.deadletterqueue.topic.name",
                "stateless-letters");
        fixture.rest.putConfig("stateless", fixture.variant(Project.PROJECTION, stateless));
        fixture.awaitDrained("stateless", "mended");
        ObjectNode redrive = fixture.project.redrive(Project.PROJECTION).deepCopy();
        redrive.put("name", "stateless-redrive")
                .put("topics", "stateless-letters")
                .put("shipments.index", "cards-stateless")
                .put("timeline.index", "timeline-stateless");
        fixture.rest.putConfig("stateless-redrive", redrive);
        fixture.awaitDrained("stateless-redrive", "stateless-letters");

        assertThat(stores("cards-stateless", "timeline-stateless", "mended")).isEqualTo(mended());
        assertThat(letters(REDRIVE_LETTERS)).hasSize(3);
    }

    private static List<String> mended() {
        return stores("shipments-mended", "events-mended", "mended");
    }

    private static List<String> stores(String shipments, String timeline, String schema) {
        return List.of(
                fixture.projection.digest(shipments, "orderId"),
                fixture.projection.digest(timeline, "eventId"),
                fixture.kpis(schema).digests().toString());
    }

    private static void awaitSinks() {
        SINKS.forEach(sink -> fixture.awaitDrained(sink, LOG));
    }

    private static void awaitRedrive() {
        SINKS.forEach(sink -> fixture.awaitDrained(sink + "-redrive", CORRECTIONS));
    }

    private static Map<String, JsonNode> offsets() {
        return SINKS.stream().collect(Collectors.toMap(sink -> sink, sink -> fixture.rest.offsets(sink)));
    }

    private static List<ConsumerRecord<String, String>> letters(String topic) {
        List<ConsumerRecord<String, String>> letters = new ArrayList<>();
        EventLog.read(fixture.bootstrapServers(), topic, letters::add);
        return letters;
    }

    private static String corrected(String line) {
        String[] letter = line.split("\t", 2);
        return letter[0] + "\t" + CORRECTED.get(letter[1]);
    }

    private static List<String> readWithTheConsoleConsumer(String topic) {
        return new KafkaTool("org.apache.kafka.tools.consumer.ConsoleConsumer")
                .run(
                        List.of(
                                "--bootstrap-server",
                                fixture.bootstrapServers(),
                                "--topic",
                                topic,
                                "--from-beginning",
                                "--timeout-ms",
                                "5000",
                                "--property",
                                "print.key=true"),
                        fixture.folder.resolve("letters.txt"))
                .lines()
                .filter(line -> line.contains("\t{"))
                .toList();
    }

    private static void writeWithTheConsoleProducer(List<String> lines) throws IOException {
        Path corrected = Files.write(fixture.folder.resolve("corrected.txt"), lines);
        new KafkaTool("org.apache.kafka.tools.ConsoleProducer")
                .run(
                        List.of(
                                "--bootstrap-server",
                                fixture.bootstrapServers(),
                                "--topic",
                                CORRECTIONS,
                                "--property",
                                "parse.key=true"),
                        corrected,
                        fixture.folder.resolve("produced.txt"));
    }
}
