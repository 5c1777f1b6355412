package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.strimzi.api.kafka.model.connect.KafkaConnect;
import io.strimzi.api.kafka.model.connector.AbstractConnectorSpec;
import io.strimzi.api.kafka.model.connector.KafkaConnector;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The resources for Strimzi say the same as the files that are shipped for other clusters, in fields that Strimzi has. */
class StrimziTest {
    private static final Path SHIPPED = PipelineFixture.PROJECT.root().resolve("connector-configs");
    private static final Path FOLDER = SHIPPED.resolve("strimzi");

    /** Strimzi's classes keep what they do not know; this refuses it. */
    private static final YAMLMapper STRICT = YAMLMapper.builder()
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated a) {
                    return false;
                }
            })
            .build();

    @Test
    void theWorkersHaveTheShippedSettings() throws IOException {
        KafkaConnect connect = read("kafka-connect.yaml", KafkaConnect.class).get(0);
        Map<String, String> settings = texts(connect.getSpec().getConfig());
        settings.put("group.id", connect.getSpec().getGroupId());
        settings.put("config.storage.topic", connect.getSpec().getConfigStorageTopic());
        settings.put("offset.storage.topic", connect.getSpec().getOffsetStorageTopic());
        settings.put("status.storage.topic", connect.getSpec().getStatusStorageTopic());

        Properties shipped = new Properties();
        try (Reader in = Files.newBufferedReader(SHIPPED.resolve("worker.properties"))) {
            shipped.load(in);
        }
        // Strimzi sets these.
        List.of("bootstrap.servers", "listeners", "plugin.path").forEach(shipped::remove);
        assertThat(settings).isEqualTo(shipped);
        assertThat(connect.getMetadata().getAnnotations()).containsEntry("strimzi.io/use-connector-resources", "true");
        assertThat(connect.getSpec().getBuild().getPlugins())
                .extracting(plugin -> plugin.getName())
                .containsExactlyElementsOf(Project.PLUGIN_MODULES);
    }

    @Test
    void theWorkersHaveEveryVariableThatTheConnectorsAskFor() throws IOException {
        KafkaConnect connect = read("kafka-connect.yaml", KafkaConnect.class).get(0);
        Set<String> asked = new TreeSet<>(Set.of("FULFILLMENT_CSV_ROOTS"));
        Pattern.compile("\\$\\{env:(\\w+)}")
                .matcher(Files.readString(FOLDER.resolve("kafka-connectors.yaml")))
                .results()
                .forEach(variable -> asked.add(variable.group(1)));
        assertThat(connect.getSpec().getTemplate().getConnectContainer().getEnv())
                .extracting(variable -> variable.getName())
                .containsExactlyInAnyOrderElementsOf(asked);
    }

    @Test
    void theConnectorsHaveTheShippedSettings() throws IOException {
        List<KafkaConnector> connectors = read("kafka-connectors.yaml", KafkaConnector.class);
        assertThat(connectors)
                .extracting(connector -> connector.getMetadata().getName())
                .containsExactlyInAnyOrder(Project.SOURCE, Project.PROJECTION, Project.KPI);
        for (KafkaConnector connector : connectors) {
            Map<String, String> settings = texts(connector.getSpec().getConfig());
            assertThat(settings).doesNotContainKeys(AbstractConnectorSpec.FORBIDDEN_PARAMETERS.split(", "));
            settings.put("name", connector.getMetadata().getName());
            settings.put("connector.class", connector.getSpec().getClassName());
            settings.put("tasks.max", connector.getSpec().getTasksMax().toString());
            assertThat(settings)
                    .isEqualTo(texts(PipelineFixture.PROJECT.connector(
                            connector.getMetadata().getName())));
            assertThat(connector.getMetadata().getLabels()).containsEntry("strimzi.io/cluster", "fulfillment-connect");
        }
    }

    @Test
    void theTopicsAreTheDeclaredOnes() throws IOException {
        List<KafkaTopic> topics = read("kafka-topics.yaml", KafkaTopic.class);
        List<JsonNode> declared = PipelineFixture.PROJECT.topics();
        assertThat(topics).hasSameSizeAs(declared);
        for (int i = 0; i < declared.size(); i++) {
            KafkaTopic topic = topics.get(i);
            assertThat(topic.getMetadata().getName())
                    .isEqualTo(declared.get(i).path("name").asText());
            assertThat(topic.getSpec().getPartitions())
                    .isEqualTo(declared.get(i).path("partitions").asInt());
            // The broker's default.
            assertThat(declared.get(i).path("replicationFactor").asInt()).isEqualTo(-1);
            assertThat(topic.getSpec().getReplicas()).isNull();
            assertThat(texts(topic.getSpec().getConfig()))
                    .isEqualTo(texts(declared.get(i).path("config")));
        }
    }

    @Test
    void theUserMayDoWhatTheDocumentationLists() throws IOException {
        KafkaUser user = read("kafka-user.yaml", KafkaUser.class).get(0);
        assertThat(user.getMetadata().getName()).isEqualTo("fulfillment-connect");
        List<DocumentedAcls.Rule> rules = new ArrayList<>();
        for (JsonNode acl : tree("kafka-user.yaml").get(0).at("/spec/authorization/acls")) {
            Set<String> operations = new TreeSet<>();
            acl.path("operations").forEach(operation -> operations.add(operation.asText()));
            JsonNode resource = acl.path("resource");
            rules.add(new DocumentedAcls.Rule(
                    resource.path("type").asText().replace("transactionalId", "transactional-id"),
                    resource.path("name").asText(),
                    resource.path("patternType").asText().equals("prefix"),
                    operations));
        }
        assertThat(rules).containsExactlyInAnyOrderElementsOf(DocumentedAcls.rules());
    }

    private static <T> List<T> read(String file, Class<T> type) throws IOException {
        assertThat(tree(file))
                .allSatisfy(resource ->
                        assertThat(resource.path("apiVersion").asText()).isEqualTo("kafka.strimzi.io/v1"))
                .allSatisfy(
                        resource -> assertThat(resource.path("kind").asText()).isEqualTo(type.getSimpleName()));
        try (MappingIterator<T> resources =
                STRICT.readerFor(type).readValues(FOLDER.resolve(file).toFile())) {
            return resources.readAll();
        }
    }

    private static List<JsonNode> tree(String file) throws IOException {
        try (MappingIterator<JsonNode> resources =
                STRICT.readerFor(JsonNode.class).readValues(FOLDER.resolve(file).toFile())) {
            return resources.readAll();
        }
    }

    private static Map<String, String> texts(Map<String, Object> config) {
        Map<String, String> texts = new HashMap<>();
        config.forEach((key, value) -> texts.put(key, value.toString()));
        return texts;
    }

    private static Map<String, String> texts(JsonNode config) {
        Map<String, String> texts = new HashMap<>();
        config.properties()
                .forEach(setting ->
                        texts.put(setting.getKey(), setting.getValue().asText()));
        return texts;
    }
}
