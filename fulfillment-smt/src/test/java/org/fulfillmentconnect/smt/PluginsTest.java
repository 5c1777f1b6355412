package org.fulfillmentconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.fulfillmentconnect.smt");

    @ParameterizedTest
    @ValueSource(classes = {Transformation.class, Predicate.class})
    void everyPluginIsInItsManifest(Class<?> kind) throws IOException {
        List<String> plugins = CLASSES.stream()
                .filter(type ->
                        type.isAssignableTo(kind) && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getName)
                .sorted()
                .toList();

        assertThat(manifest(kind)).isNotEmpty().containsExactlyElementsOf(plugins);
    }

    private static List<String> manifest(Class<?> kind) throws IOException {
        String path = "/META-INF/services/" + kind.getName();
        try (InputStream in = Objects.requireNonNull(JudgeDelivery.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void theServiceLoaderFindsThem() {
        assertThat(loaded(Transformation.class)).contains("DeriveState", "InsertEventId", "JudgeDelivery");
        assertThat(loaded(Predicate.class)).contains("HasEventType", "IsOwnedBy");
    }

    private static <T> List<String> loaded(Class<T> kind) {
        return ServiceLoader.load(kind).stream()
                .map(provider -> provider.type().getSimpleName())
                .toList();
    }

    @Test
    void everyPluginHasAVersion() {
        assertThat(new JudgeDelivery<>().version()).isNotEmpty();
        assertThat(new DeriveState<>().version()).isNotEmpty();
        assertThat(new InsertEventId<>().version()).isNotEmpty();
        assertThat(new HasEventType<>().version()).isNotEmpty();
        assertThat(new IsOwnedBy<>().version()).isNotEmpty();
    }

    @Test
    void everySettingIsDocumentedForAForm() {
        List<ConfigDef> definitions = List.of(
                new JudgeDelivery<>().config(),
                new DeriveState<>().config(),
                new InsertEventId<>().config(),
                new HasEventType<>().config(),
                new IsOwnedBy<>().config());

        for (ConfigDef definition : definitions) {
            for (ConfigDef.ConfigKey key : definition.configKeys().values()) {
                assertThat(key.documentation).as(key.name).endsWith(".");
                assertThat(key.group).as(key.name).isNotEmpty();
                assertThat(key.displayName).as(key.name).isNotEqualTo(key.name);
                assertThat(key.validator).as(key.name).isNotNull();
                assertThat(key.width).as(key.name).isNotEqualTo(ConfigDef.Width.NONE);
            }
        }
    }

    @Test
    void needsNothingBeyondTheConnectApiAndTheModel() {
        ArchRuleDefinition.classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify.annotations",
                        "org.apache.kafka.common.config",
                        "org.apache.kafka.connect.connector",
                        "org.apache.kafka.connect.data",
                        "org.apache.kafka.connect.errors",
                        "org.apache.kafka.connect.header",
                        "org.apache.kafka.connect.transforms",
                        "org.apache.kafka.connect.transforms.predicates",
                        "org.fulfillmentconnect.model",
                        "org.fulfillmentconnect.smt")
                .check(CLASSES);
    }
}
