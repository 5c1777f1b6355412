package org.fulfillmentconnect.quickstart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How far a sink connector has stored the log. */
final class SinkProgress implements AutoCloseable {
    private static final long WORTH_READING = 10_000;
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    private final String group;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /**
     * Offsets, records and transaction markers counted alike.
     *
     * @param stored what the sink has committed
     * @param end what the log holds
     */
    record Offsets(long stored, long end) {}

    SinkProgress(String bootstrapServers, String connector, String topic) {
        this.group = "connect-" + connector;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.partitions = new ArrayList<>();
        for (PartitionInfo info : consumer.partitionsFor(topic)) {
            partitions.add(new TopicPartition(topic, info.partition()));
        }
        consumer.assign(partitions);
    }

    Offsets offsets() {
        Map<TopicPartition, Long> committed = committed();
        return new Offsets(sum(committed), sum(consumer.endOffsets(partitions)));
    }

    /**
     * Whether nothing is left to store: a reader that starts at the committed offsets finds no record. The offsets alone
     * cannot tell, as each partition of a transactional log ends in a marker that nobody commits.
     */
    boolean isDrained() {
        Map<TopicPartition, Long> committed = committed();
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
        if (sum(end) - sum(committed) > WORTH_READING) {
            return false;
        }
        committed.forEach(consumer::seek);
        long deadline = System.nanoTime() + READ_TIMEOUT.toNanos();
        while (!partitions.stream().allMatch(tp -> consumer.position(tp) >= end.getOrDefault(tp, 0L))) {
            if (!consumer.poll(Duration.ofMillis(200)).isEmpty() || System.nanoTime() > deadline) {
                return false;
            }
        }
        return true;
    }

    private Map<TopicPartition, Long> committed() {
        try {
            Map<TopicPartition, OffsetAndMetadata> known = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, Long> committed = new HashMap<>();
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata offset = known.get(partition);
                committed.put(partition, offset == null ? 0 : offset.offset());
            }
            return committed;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot read the offsets of " + group, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the offsets of " + group, e);
        }
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().collect(Collectors.summingLong(Long::longValue));
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
