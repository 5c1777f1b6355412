package org.fulfillmentconnect.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/** The consumer group of a sink connector that reads one topic. */
record SinkGroup(BenchBroker broker, String connector, String topic) {

    /** Whether the members have shared out so many partitions: from now on they read. */
    boolean holds(int partitions) {
        try {
            ConsumerGroupDescription group = broker.admin()
                    .describeConsumerGroups(List.of(name()))
                    .all()
                    .get()
                    .get(name());
            return group != null
                    && group.groupState() == GroupState.STABLE
                    && group.members().stream()
                                    .mapToInt(member -> member.assignment()
                                            .topicPartitions()
                                            .size())
                                    .sum()
                            == partitions;
        } catch (ExecutionException e) {
            // A group that nobody has joined yet is unknown.
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Whether every partition is committed up to its end. */
    boolean hasCommitted(List<Long> ends) {
        List<Long> committed = committed(ends.size());
        return IntStream.range(0, ends.size()).allMatch(partition -> committed.get(partition) >= ends.get(partition));
    }

    /** Which partitions are not committed up to their ends. */
    String lag(List<Long> ends) {
        List<Long> committed = committed(ends.size());
        return connector
                + IntStream.range(0, ends.size())
                        .filter(partition -> committed.get(partition) < ends.get(partition))
                        .mapToObj(
                                partition -> partition + ": " + committed.get(partition) + " of " + ends.get(partition))
                        .toList();
    }

    private List<Long> committed(int partitions) {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = broker.admin()
                    .listConsumerGroupOffsets(name())
                    .partitionsToOffsetAndMetadata()
                    .get();
            return IntStream.range(0, partitions)
                    .mapToObj(partition -> committed.get(new TopicPartition(topic, partition)))
                    .map(offset -> offset == null ? 0 : offset.offset())
                    .toList();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot read the offsets of " + name(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private String name() {
        return "connect-" + connector;
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while a group was looked at", e);
    }
}
