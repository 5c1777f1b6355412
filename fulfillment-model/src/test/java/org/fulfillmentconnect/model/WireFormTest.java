package org.fulfillmentconnect.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The wire form of every type is pinned by a record in {@code golden/}: a change of it is a new schema version. */
class WireFormTest {
    private final JsonConverter converter = new JsonConverter();

    WireFormTest() {
        converter.configure(Map.of("schemas.enable", "false"), false);
    }

    private static String golden(EventType type) throws IOException {
        String path = "/golden/" + type + ".json";
        try (InputStream in = Objects.requireNonNull(WireFormTest.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private String json(@Nullable Schema schema, Object value) {
        return new String(converter.fromConnectData("log", schema, value), StandardCharsets.UTF_8);
    }

    private FulfillmentEvent read(String json) {
        return EventCodec.read(converter
                .toConnectData("log", json.getBytes(StandardCharsets.UTF_8))
                .value());
    }

    @ParameterizedTest
    @EnumSource
    void aStructIsWrittenAsTheGoldenRecord(EventType type) throws IOException {
        assertThat(json(EventSchemas.of(type), EventCodec.toStruct(GoldenEvents.of(type))))
                .isEqualTo(golden(type));
    }

    @ParameterizedTest
    @EnumSource
    void aMapIsWrittenAsTheGoldenRecord(EventType type) throws IOException {
        assertThat(json(null, EventCodec.toMap(GoldenEvents.of(type)))).isEqualTo(golden(type));
    }

    @ParameterizedTest
    @EnumSource
    void theGoldenRecordIsReadBack(EventType type) throws IOException {
        assertThat(read(golden(type))).isEqualTo(GoldenEvents.of(type));
    }

    @ParameterizedTest
    @EnumSource
    void bothFormsAreReadBackWithoutAConverter(EventType type) {
        FulfillmentEvent event = GoldenEvents.of(type);

        assertThat(EventCodec.read(EventCodec.toStruct(event))).isEqualTo(event);
        assertThat(EventCodec.read(EventCodec.toMap(event))).isEqualTo(event);
    }

    @ParameterizedTest
    @EnumSource
    void aStructHoldsWhatItsSchemaRequires(EventType type) {
        EventCodec.toStruct(GoldenEvents.of(type)).validate();
    }

    @Test
    void anAbsentFactIsWrittenInNeitherForm() {
        FulfillmentEvent delivered = FulfillmentEvent.of(
                GoldenEvents.ORDER,
                Instant.parse("2017-10-21T00:25:13Z"),
                Instant.parse("2018-10-17T20:30:18Z"),
                new Facts.Delivered(null, null, null, null));

        assertThat(EventCodec.toMap(delivered))
                .containsOnlyKeys(
                        "eventId",
                        "schemaVersion",
                        "eventType",
                        "owner",
                        "orderId",
                        "eventAt",
                        "eventAtInferred",
                        "observedUntil");
        assertThat(read(json(null, EventCodec.toMap(delivered)))).isEqualTo(delivered);
        Struct struct = EventCodec.toStruct(delivered);
        assertThat(json(struct.schema(), struct)).isEqualTo(json(null, EventCodec.toMap(delivered)));
        assertThat(read(json(struct.schema(), struct))).isEqualTo(delivered);
        assertThat(EventCodec.toStruct(delivered).schema()).isSameAs(struct.schema());
    }

    @ParameterizedTest
    @EnumSource
    void theSchemaIsNamedForItsTypeAndVersioned(EventType type) {
        Schema schema = EventSchemas.of(type);

        assertThat(schema.name().replaceAll("(?<=[a-z])(?=[A-Z])", "_"))
                .isEqualToIgnoringCase("org.fulfillmentconnect." + type);
        assertThat(schema.version()).isEqualTo(1);
    }
}
