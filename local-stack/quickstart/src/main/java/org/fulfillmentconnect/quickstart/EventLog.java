package org.fulfillmentconnect.quickstart;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning to its present end. */
final class EventLog {
    private EventLog() {}

    /** The committed events by type, as the header of each record says. */
    static Map<String, Long> countByType(String bootstrapServers, String topic) {
        Map<String, Long> counts = new TreeMap<>();
        read(bootstrapServers, topic, event -> {
            Header type = event.headers().lastHeader("eventType");
            String name = type == null ? "(no header)" : new String(type.value(), StandardCharsets.UTF_8);
            counts.merge(name, 1L, Long::sum);
        });
        return counts;
    }

    /** Hands over every committed record, partition by partition in order. */
    static void read(String bootstrapServers, String topic, Consumer<ConsumerRecord<String, String>> action) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("isolation.level", "read_committed");
        settings.put("max.poll.records", 5_000);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
            while (!partitions.stream().allMatch(tp -> consumer.position(tp) >= end.getOrDefault(tp, 0L))) {
                consumer.poll(Duration.ofMillis(500)).forEach(action);
            }
        }
    }
}
