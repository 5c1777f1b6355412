package org.fulfillmentconnect.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.fulfillmentconnect.source.snapshot.Shards;

/** What the records that were read from a log say, and what must hold of them. */
final class EventLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EventLog() {}

    static JsonNode json(ConsumerRecord<String, String> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** The ids of the events, whose header must name their type. */
    static List<String> ids(List<ConsumerRecord<String, String>> log) {
        return log.stream()
                .map(record -> {
                    JsonNode event = json(record);
                    assertThat(header(record, "eventType"))
                            .isEqualTo(event.path("eventType").asText());
                    return event.path("eventId").asText();
                })
                .toList();
    }

    /** That the log has these events, each once, in the partition of its shard and there in the order of the replay. */
    static void assertExactly(List<ConsumerRecord<String, String>> log, List<String> ids, int shards) {
        assertThat(ids(log)).containsExactlyInAnyOrderElementsOf(ids);
        log.stream().collect(Collectors.groupingBy(ConsumerRecord::partition)).forEach((partition, records) -> {
            assertThat(records)
                    .extracting(record -> String.format("%015d %s", record.timestamp(), record.key()))
                    .isSorted();
            assertThat(records)
                    .allSatisfy(record ->
                            assertThat(new Shards(shards).of(record.key())).isEqualTo(partition));
        });
    }
}
