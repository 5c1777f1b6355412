package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaneKpiSinkConnectorTest {
    private final LaneKpiSinkConnector connector = new LaneKpiSinkConnector();
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "connection.url", "jdbc:postgresql://db.example:5432/kpis?sslmode=verify-full",
            "connection.user", "kpi",
            "connection.check", "false",
            "time.zone", "America/Sao_Paulo"));

    @Test
    void everyPluginIsInItsManifestAndNothingElseIsPublic() throws IOException {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackagesOf(LaneKpiSinkConnector.class);
        assertThat(classes)
                .filteredOn(type -> type.isAssignableTo(Connector.class))
                .extracting(JavaClass::getName)
                .containsExactly(LaneKpiSinkConnector.class.getName());
        assertThat(classes)
                .filteredOn(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .extracting(JavaClass::getName)
                .containsExactlyInAnyOrder(LaneKpiSinkConnector.class.getName(), LaneKpiSinkTask.class.getName());
        try (InputStream manifest =
                LaneKpiSinkConnector.class.getResourceAsStream("/META-INF/services/" + SinkConnector.class.getName())) {
            assertThat(new String(Objects.requireNonNull(manifest).readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(LaneKpiSinkConnector.class.getName() + "\n");
        }
    }

    @Test
    void givesEveryTaskItsSettingsAndOneThePruning() {
        connector.start(settings);
        Map<String, String> first = new HashMap<>(settings);
        first.put("task.prunes.facts", "true");
        assertThat(connector.taskConfigs(3)).containsExactly(first, settings, settings);
        assertThat(connector.taskClass()).isEqualTo(LaneKpiSinkTask.class);
        assertThat(connector.alterOffsets(settings, Map.of())).isTrue();
    }

    @Test
    void everySettingTellsWhatItIs() {
        assertThat(connector.config().configKeys().values()).allSatisfy(key -> {
            assertThat(key.documentation).endsWith(".");
            assertThat(key.group).isNotBlank();
            assertThat(key.displayName).isNotEqualTo(key.name);
            assertThat(key.width).isNotEqualTo(ConfigDef.Width.NONE);
        });
    }

    @Test
    void asksForWhatHasNoDefault() {
        assertThat(errors(Map.of())).containsOnlyKeys("connection.url", "connection.user", "time.zone");
        assertThat(errors(Map.of()).values())
                .allSatisfy(messages -> assertThat(messages).hasSize(1));
    }

    @Test
    void takesANullForASettingThatIsLeftOut() {
        for (String key : connector.config().names()) {
            settings.putIfAbsent(key, null);
        }
        assertThat(errors(settings)).isEmpty();
        connector.start(settings);
        assertThat(connector.taskConfigs(1).get(0)).doesNotContainKey("schema").containsKey("time.zone");

        settings.replaceAll((key, value) -> null);
        assertThat(errors(settings)).containsOnlyKeys("connection.url", "connection.user", "time.zone");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            connection.url | jdbc:mysql://h/d | connection.url: expected jdbc:postgresql://host:port/database, without user and password
            connection.url | jdbc:postgresql://kpi:secret@h/d | connection.url: expected jdbc:postgresql://host:port/database, without user and password
            connection.url | jdbc:postgresql://h/d?password=secret | connection.url: the parameter password is not allowed here; use connection.password
            connection.url | jdbc:postgresql://h/d?sslpassword=secret | connection.url: the parameter sslpassword is not allowed here; use connection.ssl.key.password
            connection.url | jdbc:postgresql://h/d?sslmode=require&socketFactory=a.B | connection.url: the parameter socketFactory is not allowed; allowed are channelBinding, gssEncMode, hostRecheckSeconds, loadBalanceHosts, pemKeyAlgorithm, prepareThreshold, ssl, sslcert, sslkey, sslmode, sslnegotiation, sslrootcert, targetServerType
            connection.url | jdbc:postgresql://h/d?socket%46actory=a.B | connection.url: the parameter socketFactory is not allowed; allowed are channelBinding, gssEncMode, hostRecheckSeconds, loadBalanceHosts, pemKeyAlgorithm, prepareThreshold, ssl, sslcert, sslkey, sslmode, sslnegotiation, sslrootcert, targetServerType
            schema | kpi"; DROP TABLE x | Invalid value kpi"; DROP TABLE x for configuration schema: expected letters, digits and underscores, at most 63, not a schema of the server itself
            schema | pg_catalog | Invalid value pg_catalog for configuration schema: expected letters, digits and underscores, at most 63, not a schema of the server itself
            time.zone | America/Nowhere | Invalid value America/Nowhere for configuration time.zone: expected a time zone such as America/Sao_Paulo
            linger.ms | -1 | Invalid value -1 for configuration linger.ms: Value must be at least 0
            retry.backoff.max.ms | 10 | retry.backoff.max.ms: must not be less than retry.backoff.ms
            """)
    void blamesTheSettingThatIsWrong(String key, String value, String message) {
        settings.put(key, value);
        assertThat(errors(settings)).isEqualTo(Map.of(key, List.of(message)));
    }

    private Map<String, List<String>> errors(Map<String, String> of) {
        Map<String, List<String>> errors = new TreeMap<>();
        for (ConfigValue value : connector.validate(of).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }
}
