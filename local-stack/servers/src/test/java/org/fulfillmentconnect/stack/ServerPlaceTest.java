package org.fulfillmentconnect.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerPlaceTest {
    private static final Path FETCHED = Path.of("/fetched");

    @ParameterizedTest
    @ValueSource(strings = {"", "processes"})
    void isAProcessWhereNoContainerIsAskedFor(String asked) {
        ServerPlace place = of(Versions.KAFKA, Map.of(ServerPlace.SWITCH, asked, "KAFKA_IMAGE", "mirror/kafka"));

        assertThat(place.image()).isEmpty();
        assertThat(place.home()).isEqualTo(FETCHED.toString());
    }

    @Test
    void takesTheImageThatTheEnvironmentNames() {
        Map<String, String> environment = Map.of(ServerPlace.SWITCH, "containers", "KAFKA_IMAGE", "mirror/kafka");

        assertThat(of(Versions.KAFKA, environment))
                .isEqualTo(new ServerPlace("/opt/kafka/libs", "java", Optional.of("mirror/kafka")));
    }

    @Test
    void aVersionThatTheImageIsNotOfStaysAProcess() {
        assertThat(of("3.7.2", Map.of(ServerPlace.SWITCH, "containers")).image())
                .isEmpty();
    }

    @Test
    void refusesAnotherPlace() {
        assertThatThrownBy(() -> of(Versions.KAFKA, Map.of(ServerPlace.SWITCH, "cloud")))
                .isInstanceOf(ServerException.class)
                .hasMessage("FULFILLMENT_SERVERS: expected processes or containers, but found cloud");
    }

    @ParameterizedTest
    @EnumSource
    void imagesAreThoseOfTheComposeFile(ServerImage image) throws IOException {
        assertThat(Path.of("../../compose/docker-compose.yml"))
                .content()
                .contains("image: ${%s:-%s}".formatted(image.variable(), image.name(Map.of())));
    }

    private static ServerPlace of(String version, Map<String, String> environment) {
        return ServerPlace.of(ServerImage.KAFKA, version, fetched -> FETCHED, environment);
    }
}
