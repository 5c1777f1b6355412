package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** A record whose document the server refuses, among good ones and one of an unknown type, through a real worker. */
final class RefusedDocuments {
    private static final String TOPIC = "refused";
    private static final String LETTERS = "refused-dlq";
    private static final String CONNECTOR = "projection-refused";
    private static final int PARTITION = 3;
    private static final int GOOD = 20;
    private static final long LONG_AGO = Instant.parse("2017-06-01T12:00:00Z").toEpochMilli();

    private RefusedDocuments() {}

    /** The dead letter is the record of the log: what the sink, its transforms or its converters made of it does not show. */
    static void areDeadLettersAsTheyWereInTheLog(PipelineFixture fixture) {
        fixture.createLogTopic(TOPIC);
        fixture.createLogTopic(LETTERS);
        List<ProducerRecord<String, String>> records = new ArrayList<>();
        IntStream.range(0, GOOD).forEach(number -> records.add(record(event(number, "canceled", "ORDER_CANCELLED"))));
        // Longer than Lucene takes a term; and with blanks, which no converter would write.
        String refused = event(GOOD, "x".repeat(40_000), "ORDER_CANCELLED").replace(",", " ,  ");
        ProducerRecord<String, String> bad = record(refused);
        bad.headers().add("origin", "tëst".getBytes(StandardCharsets.UTF_8));
        records.add(5, bad);
        records.add(10, record(event(GOOD + 1, "canceled", "PARCEL_LOST")));
        records.add(15, new ProducerRecord<>(TOPIC, PARTITION, LONG_AGO, "order-0", (String) null));
        fixture.send(records);

        fixture.rest.putConfig(
                CONNECTOR,
                fixture.variant(
                        Project.PROJECTION,
                        Map.of(
                                "name",
                                CONNECTOR,
                                "topics",
                                TOPIC,
                                "shipments.index",
                                "cards-refused",
                                "timeline.index",
                                "timeline-refused",
                                "behavior.on.unknown.event.type",
                                "ignore",
                                "errors.deadletterqueue.topic.name",
                                LETTERS)));
        fixture.awaitDrained(CONNECTOR, TOPIC);

        List<ConsumerRecord<String, String>> letters = new ArrayList<>();
        EventLog.read(fixture.bootstrapServers(), LETTERS, letters::add);
        assertThat(letters).hasSize(1);
        ConsumerRecord<String, String> letter = letters.get(0);
        assertThat(letter.key()).isEqualTo(bad.key());
        assertThat(letter.value()).isEqualTo(refused);
        assertThat(letter.timestamp()).isEqualTo(LONG_AGO);
        assertThat(text(letter.headers(), "origin")).isEqualTo("tëst");
        assertThat(context(letter, "topic")).isEqualTo(TOPIC);
        assertThat(context(letter, "partition")).isEqualTo(Integer.toString(PARTITION));
        assertThat(context(letter, "offset")).isEqualTo("5");
        assertThat(context(letter, "connector.name")).isEqualTo(CONNECTOR);
        assertThat(context(letter, "stage")).isEqualTo("TASK_PUT");
        assertThat(context(letter, "exception.class.name")).isEqualTo("org.apache.kafka.connect.errors.DataException");
        assertThat(context(letter, "exception.message"))
                .startsWith("Elasticsearch refuses the document for timeline-refused: status 400 ")
                .doesNotContain("xx");
        fixture.projection.refresh("cards-refused,timeline-refused");
        assertThat(fixture.projection.count("cards-refused")).isEqualTo(GOOD);
        assertThat(fixture.projection.count("timeline-refused")).isEqualTo(GOOD);
        fixture.rest.delete(CONNECTOR);
    }

    private static ProducerRecord<String, String> record(String event) {
        return new ProducerRecord<>(TOPIC, PARTITION, LONG_AGO, "a key of its own", event);
    }

    private static String event(int number, String reason, String type) {
        return """
                {"eventId":"event-%d","schemaVersion":1,"eventType":"%s","owner":"OMS","orderId":"order-%d",\
                "eventAt":1506953235000,"eventAtInferred":false,"observedUntil":1539808218000,"reason":"%s"}""".formatted(number, type, number, reason);
    }

    private static String context(ConsumerRecord<String, String> letter, String name) {
        return text(letter.headers(), "__connect.errors." + name);
    }

    private static String text(Headers headers, String name) {
        assertThat(headers.headers(name)).as(name).hasSize(1);
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
