package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;

class ShipmentProjectionSinkConnectorTest {
    private final ShipmentProjectionSinkConnector connector = new ShipmentProjectionSinkConnector();

    /** The messages by setting, for settings given as key, value, key, value. */
    private Map<String, List<String>> errors(String... settings) {
        Map<String, String> properties = new HashMap<>();
        properties.put("connection.url", "http://localhost:9200");
        properties.put("connection.check", "false");
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(settings[i], settings[i + 1]);
        }
        return connector.validate(properties).configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }

    @Test
    void takesItsDefaults() {
        assertThat(errors()).isEmpty();
    }

    @Test
    void refusesAnAddressWithoutRepeatingIt() {
        assertThat(errors("connection.url", "https://elastic:secret@host:9200"))
                .isEqualTo(Map.of(
                        "connection.url",
                        List.of("connection.url: expected addresses of the form http://host:port or https://host:port,"
                                + " without path, user or password")));
        assertThat(errors("connection.url", "localhost:9200")).containsOnlyKeys("connection.url");
        assertThat(errors("connection.url", "")).containsOnlyKeys("connection.url");
    }

    @Test
    void refusesABadIndexNameOnItsOwnField() {
        assertThat(errors("timeline.index", "Events"))
                .isEqualTo(Map.of(
                        "timeline.index",
                        List.of("Invalid value Events for configuration timeline.index: an index name must be lower"
                                + " case")));
    }

    @Test
    void refusesTwoStoresInOneIndex() {
        assertThat(errors("timeline.index", "shipments"))
                .isEqualTo(Map.of("timeline.index", List.of("shares an index or alias with shipments.index")));
    }

    @Test
    void refusesAUserWithoutPasswordAndTheOtherWayRound() {
        assertThat(errors("connection.username", "elastic"))
                .isEqualTo(Map.of("connection.password", List.of("required together with connection.username")));
        assertThat(errors("connection.password", "secret"))
                .isEqualTo(Map.of("connection.username", List.of("required together with connection.password")));
    }

    @Test
    void refusesLimitsThatContradictEachOther() {
        assertThat(errors("batch.max.bytes", "2000", "inflight.max.bytes", "1999"))
                .isEqualTo(Map.of("batch.max.bytes", List.of("must not be larger than inflight.max.bytes")));
        assertThat(errors("retry.backoff.ms", "20000"))
                .isEqualTo(Map.of("retry.backoff.max.ms", List.of("must not be less than retry.backoff.ms")));
    }

    @Test
    void refusesAServerThatIsAwayUnlessToldNotToAsk() throws IOException {
        String url;
        try (ScriptedServer gone = new ScriptedServer(body -> new ScriptedServer.Answer(200, "{}"))) {
            url = gone.url();
        }

        Map<String, List<String>> errors = errors("connection.url", url, "connection.check", "true");

        assertThat(errors).containsOnlyKeys("connection.url");
        assertThat(errors.get("connection.url"))
                .singleElement()
                .asString()
                .startsWith("Elasticsearch cannot be reached: ConnectException: ")
                .endsWith(". To deploy while it is away, set connection.check to false");
        assertThat(errors("connection.url", url)).isEmpty();
    }

    @Test
    void refusesCredentialsThatTheServerRefuses() throws IOException {
        try (ScriptedServer server = new ScriptedServer(body -> new ScriptedServer.Answer(401, "{}"))) {
            assertThat(errors(
                            "connection.url",
                            server.url(),
                            "connection.check",
                            "true",
                            "connection.username",
                            "elastic",
                            "connection.password",
                            "wrong"))
                    .isEqualTo(Map.of("connection.username", List.of("Elasticsearch refuses the credentials (401)")));
        }
    }

    @Test
    void everyTaskGetsTheSameConfiguration() {
        Map<String, String> properties = Map.of("name", "projection", "connection.url", "http://localhost:9200");
        connector.start(properties);

        assertThat(connector.taskConfigs(3)).containsExactly(properties, properties, properties);
        assertThat(connector.taskClass()).isEqualTo(ShipmentProjectionSinkTask.class);
    }

    @Test
    void everySettingHasItsDocumentation() {
        assertThat(ShipmentProjectionSinkConfig.CONFIG_DEF.configKeys().values())
                .allSatisfy(key -> {
                    assertThat(key.documentation).as(key.name).endsWith(".");
                    assertThat(key.group).as(key.name).isNotNull();
                    assertThat(key.displayName).as(key.name).isNotEqualTo(key.name);
                });
    }

    @Test
    void everyConnectorIsInTheManifest() {
        List<String> connectors = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.fulfillmentconnect.projection")
                        .stream()
                        .filter(type -> type.isAssignableTo(SinkConnector.class))
                        .map(type -> type.getName())
                        .toList();

        assertThat(ServiceLoader.load(SinkConnector.class).stream()
                        .map(provider -> provider.type().getName())
                        .filter(name -> name.startsWith("org.fulfillmentconnect.")))
                .containsExactlyElementsOf(connectors)
                .isNotEmpty();
    }
}
