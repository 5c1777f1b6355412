package org.fulfillmentconnect.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from their beginning to their present end, as bytes. */
record TopicReader(String bootstrapServers, IsolationLevel level) {

    /** Hands over every record; those of one partition in order. Returns how many they were. */
    long read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("isolation.level", level.toString());
        settings.put("max.poll.records", 10_000);
        settings.put("max.partition.fetch.bytes", 4 << 20);
        settings.put("enable.auto.commit", false);
        long count = 0;
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
            while (!partitions.stream().allMatch(tp -> consumer.position(tp) >= end.getOrDefault(tp, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    action.accept(record);
                    count++;
                }
            }
        }
        return count;
    }

    /** How many records there are. */
    long count(String topic) {
        return read(topic, record -> {});
    }
}
