package org.fulfillmentconnect.model;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Date;

@AnalyzeClasses(packages = "org.fulfillmentconnect.model", importOptions = ImportOption.DoNotIncludeTests.class)
class ModelArchitectureTest {
    @ArchTest
    static final ArchRule NEEDS_THE_CONNECT_API_ALONE = ArchRuleDefinition.classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations",
                    "org.apache.kafka.connect.data",
                    "org.apache.kafka.connect.errors",
                    "org.fulfillmentconnect.model");

    @ArchTest
    static final ArchRule READS_NO_CLOCK = ArchRuleDefinition.noClasses()
            .should()
            .callMethodWhere(target(nameMatching("now|currentTimeMillis|nanoTime|instant|millis")))
            .orShould()
            .callConstructor(Date.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock");
}
