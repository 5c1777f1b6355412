package org.fulfillmentconnect.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the topics can hold the log. Events carry the time at which they happened, years ago: a topic with a finite
 * retention deletes them as soon as they are written.
 *
 * @param topics whether each is the log; another, which the mapping names, may be compacted
 * @param admin the settings of the client that asks
 * @param timeout for each answer
 */
record TopicCheck(
        Map<String, Boolean> topics, String rejectsTopic, int shards, Map<String, Object> admin, Duration timeout) {
    private static final Setting DELETE =
            new Setting(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    private static final Setting CREATE_TIME = new Setting(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");

    private static final List<Setting> REQUIRED = List.of(
            new Setting(TopicConfig.RETENTION_MS_CONFIG, "-1"),
            new Setting(TopicConfig.RETENTION_BYTES_CONFIG, "-1"),
            DELETE,
            CREATE_TIME);

    private static final Setting RETENTION = new Setting(TopicConfig.RETENTION_MS_CONFIG, "-1");

    /** Segments roll by the time of their records, and years of events come at once. */
    private static final Setting SEGMENT = new Setting(TopicConfig.SEGMENT_MS_CONFIG, "63072000000");

    private record Setting(String name, String value) {
        @Override
        public String toString() {
            return name + "=" + value;
        }
    }

    /**
     * One thing that is wrong.
     *
     * @param setting of the connector, to which it belongs
     * @param message what was found, and what puts it right
     */
    record Problem(String setting, String message) {}

    List<Problem> problems() {
        Map<String, Object> settings = new HashMap<>(admin);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(timeout.toMillis()));
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(timeout.toMillis()));
        try (Admin client = Admin.create(settings)) {
            try {
                return problems(client);
            } finally {
                client.close(Duration.ZERO);
            }
        } catch (TimeoutException e) {
            return atBrokers("no answer from " + brokers() + " within " + timeout.toMillis() + " ms");
        } catch (KafkaException e) {
            return atBrokers("the topics cannot be checked: " + message(e));
        }
    }

    private List<Problem> problems(Admin client) {
        List<Problem> problems = new ArrayList<>();
        Set<String> all = new TreeSet<>(topics.keySet());
        all.add(rejectsTopic);
        DescribeTopicsResult described = client.describeTopics(all);
        new TreeMap<>(topics).forEach((topic, log) -> {
            String setting = log ? CsvReplaySourceConfig.TOPIC : CsvReplaySourceConfig.MAPPING;
            try {
                int partitions = answer(described.topicNameValues().get(topic))
                        .partitions()
                        .size();
                if (partitions != shards) {
                    problems.add(new Problem(CsvReplaySourceConfig.SHARDS, partitionsDiffer(topic, partitions)));
                }
                ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
                Config found = answer(
                        client.describeConfigs(List.of(resource)).values().get(resource));
                required(log, found).forEach(required -> check(topic, setting, required, found, problems));
            } catch (UnknownTopicOrPartitionException e) {
                problems.add(new Problem(setting, missing(topic, shards, createLog())));
            } catch (AuthorizationException e) {
                problems.add(new Problem(setting, forbidden(topic)));
            }
        });
        try {
            answer(described.topicNameValues().get(rejectsTopic));
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, rejectsTopic);
            Config found =
                    answer(client.describeConfigs(List.of(resource)).values().get(resource));
            List.of(RETENTION, DELETE)
                    .forEach(required ->
                            check(rejectsTopic, CsvReplaySourceConfig.REJECTS_TOPIC, required, found, problems));
        } catch (UnknownTopicOrPartitionException e) {
            problems.add(
                    new Problem(CsvReplaySourceConfig.REJECTS_TOPIC, missing(rejectsTopic, 1, List.of(RETENTION))));
        } catch (AuthorizationException e) {
            problems.add(new Problem(CsvReplaySourceConfig.REJECTS_TOPIC, forbidden(rejectsTopic)));
        }
        return problems;
    }

    /** A compacted topic keeps the latest record of each key, whatever its retention. */
    private static List<Setting> required(boolean log, Config found) {
        return !log && TopicConfig.CLEANUP_POLICY_COMPACT.equals(value(found, TopicConfig.CLEANUP_POLICY_CONFIG))
                ? List.of(CREATE_TIME)
                : REQUIRED;
    }

    private void check(String topic, String setting, Setting required, Config found, List<Problem> problems) {
        String value = value(found, required.name());
        if (!value.equals(required.value())) {
            problems.add(new Problem(
                    setting,
                    "topic " + topic + " has " + required.name() + "=" + value + "; "
                            + (setting.equals(CsvReplaySourceConfig.REJECTS_TOPIC)
                                    ? "the rejects need "
                                    : "the log needs ")
                            + required
                            + ". Put it right: kafka-configs.sh --bootstrap-server " + brokers()
                            + " --alter --entity-type topics --entity-name " + topic + " --add-config " + required));
        }
    }

    private static String value(Config found, String name) {
        ConfigEntry entry = found.get(name);
        return entry == null ? "unknown" : String.valueOf(entry.value());
    }

    private String partitionsDiffer(String topic, int partitions) {
        String found = "topic " + topic + " has " + partitions + " partitions, but shards is " + shards
                + "; each shard is one partition. Set shards to " + partitions;
        return partitions > shards
                ? found
                : found + ", or, while the topic is empty: kafka-topics.sh --bootstrap-server " + brokers()
                        + " --alter --topic " + topic + " --partitions " + shards;
    }

    private static List<Setting> createLog() {
        List<Setting> settings = new ArrayList<>(REQUIRED);
        settings.add(SEGMENT);
        return settings;
    }

    private String missing(String name, int partitions, List<Setting> settings) {
        return "topic " + name + " does not exist. Create it: kafka-topics.sh --bootstrap-server " + brokers()
                + " --create --topic " + name + " --partitions " + partitions
                + settings.stream().map(setting -> " --config " + setting).collect(Collectors.joining());
    }

    private static String forbidden(String name) {
        return "topic " + name + " may not be described by this client; allow it the DESCRIBE and DESCRIBE_CONFIGS"
                + " operations, or set topic.check=false";
    }

    private String brokers() {
        return String.valueOf(admin.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
    }

    private static List<Problem> atBrokers(String message) {
        return List.of(new Problem(CsvReplaySourceConfig.ADMIN_BOOTSTRAP_SERVERS, message));
    }

    private static String message(KafkaException e) {
        Throwable said = e.getCause() instanceof KafkaException cause ? cause : e;
        return said.getClass().getSimpleName() + ": " + said.getMessage();
    }

    /**
     * Waits for an answer.
     *
     * @throws KafkaException what Kafka answered instead
     */
    private <T> T answer(@Nullable KafkaFuture<T> future) {
        try {
            return Objects.requireNonNull(future).get(timeout.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }
}
