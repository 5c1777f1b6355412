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
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning to its present end. */
public final class EventLog {
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

    /** Hands over every committed record as text, partition by partition in order. */
    static void read(String bootstrapServers, String topic, Consumer<ConsumerRecord<String, String>> action) {
        read(bootstrapServers, topic, IsolationLevel.READ_COMMITTED, new StringDeserializer(), action);
    }

    /**
     * Hands over every record, those of one partition in order.
     *
     * @param deserializer of keys and values
     * @return how many there are
     */
    public static <T> long read(
            String bootstrapServers,
            String topic,
            IsolationLevel level,
            Deserializer<T> deserializer,
            Consumer<ConsumerRecord<T, T>> action) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("isolation.level", level.toString());
        settings.put("max.poll.records", 10_000);
        settings.put("max.partition.fetch.bytes", 4 << 20);
        settings.put("enable.auto.commit", false);
        long count = 0;
        try (KafkaConsumer<T, T> consumer = new KafkaConsumer<>(settings, deserializer, deserializer)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
            while (!partitions.stream().allMatch(tp -> consumer.position(tp) >= end.getOrDefault(tp, 0L))) {
                for (ConsumerRecord<T, T> record : consumer.poll(Duration.ofMillis(500))) {
                    action.accept(record);
                    count++;
                }
            }
        }
        return count;
    }
}
