package org.fulfillmentconnect.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Topics that can be written to the moment they are there. */
public final class Topics {
    private static final Duration LEADERS_TIMEOUT = Duration.ofSeconds(30);
    private static final long LOOK_AGAIN_MILLIS = 100;

    private Topics() {}

    /**
     * Creates a topic that does not exist yet.
     *
     * @param declaration partitions, replication factor and settings, as the files of topics hold them
     * @param name taken in place of the declared one
     */
    public static void create(Admin admin, JsonNode declaration, String name) {
        Map<String, String> config = new HashMap<>();
        declaration
                .path("config")
                .properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        NewTopic topic = new NewTopic(name, declaration.path("partitions").asInt(), (short)
                        declaration.path("replicationFactor").asInt())
                .configs(config);
        try {
            admin.createTopics(List.of(topic)).all().get();
            awaitLeaders(admin, topic);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("cannot create the topic " + name, e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating the topic " + name, e);
        }
    }

    /**
     * The answer to a creation comes before the broker leads all partitions, and a producer with several requests under way
     * that meets a partition in between never gets its first batch in. Leaders alone can tell their offsets.
     */
    private static void awaitLeaders(Admin admin, NewTopic topic) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, topic.numPartitions())
                .boxed()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic.name(), partition), partition -> OffsetSpec.latest()));
        long deadline = System.nanoTime() + LEADERS_TIMEOUT.toNanos();
        while (true) {
            try {
                admin.listOffsets(latest).all().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > deadline) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            }
        }
    }
}
