package org.fulfillmentconnect.source;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ServiceLoader;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;

class PluginManifestTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.fulfillmentconnect.source");

    @Test
    void everyConnectorIsInTheManifest() {
        assertThat(ServiceLoader.load(SourceConnector.class).stream()
                        .map(provider -> provider.type().getName())
                        .filter(name -> name.startsWith("org.fulfillmentconnect.source.")))
                .containsExactlyInAnyOrderElementsOf(CLASSES.stream()
                        .filter(type -> type.isAssignableTo(Connector.class))
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getName)
                        .toList())
                .hasSize(1);
    }

    @Test
    void onlyWhatConnectOrAUserStartsIsPublic() {
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .arePublic()
                .and()
                .resideInAPackage("org.fulfillmentconnect.source")
                .should()
                .beAssignableTo(Connector.class)
                .orShould()
                .beAssignableTo(Task.class)
                .orShould()
                .be(DryRun.class)
                .check(CLASSES);
    }
}
