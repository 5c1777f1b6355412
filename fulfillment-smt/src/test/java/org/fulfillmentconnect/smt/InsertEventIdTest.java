package org.fulfillmentconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.fulfillmentconnect.model.EventCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class InsertEventIdTest {
    private static final String ORDER = "e481f51cbdc54678b7cc49136f2d6af7";
    private static final Instant AT = Instant.parse("2017-10-02T13:56:33Z");
    private static final String ID = "5e933ed07d03902b6edaa29c81824233";
    private static final Schema WITHOUT_ID = SchemaBuilder.struct()
            .field("orderId", Schema.OPTIONAL_STRING_SCHEMA)
            .field("eventType", Schema.OPTIONAL_STRING_SCHEMA)
            .field("eventAt", Timestamp.builder().optional().build())
            .build();
    private static final Schema WITH_ID = SchemaBuilder.struct()
            .field("eventId", Schema.OPTIONAL_STRING_SCHEMA)
            .field("orderId", Schema.OPTIONAL_STRING_SCHEMA)
            .field("eventType", Schema.OPTIONAL_STRING_SCHEMA)
            .field("eventAt", Timestamp.builder().optional().build())
            .build();

    private static InsertEventId<SourceRecord> insertEventId(Map<String, String> settings) {
        InsertEventId<SourceRecord> transform = new InsertEventId<>();
        transform.configure(settings);
        return transform;
    }

    private static Struct struct(Schema schema) {
        return new Struct(schema)
                .put("orderId", ORDER)
                .put("eventType", "ORDER_PLACED")
                .put("eventAt", Date.from(AT));
    }

    private static Object value(Form form) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("orderId", ORDER);
        map.put("eventType", "ORDER_PLACED");
        map.put("eventAt", AT.toEpochMilli());
        return form == Form.MAP ? map : struct(WITHOUT_ID);
    }

    @ParameterizedTest
    @EnumSource
    void insertsTheIdOfTheContract(Form form) {
        SourceRecord out = insertEventId(Map.of()).apply(Events.record(value(form)));

        assertThat(Form.field(out.value(), "eventId")).isEqualTo(ID);
        assertThat(Form.field(out.value(), "orderId")).isEqualTo(ORDER);
    }

    @Test
    void fillsAFieldThatTheSchemaHas() {
        SourceRecord out = insertEventId(Map.of()).apply(Events.record(struct(WITH_ID)));

        assertThat(Form.field(out.value(), "eventId")).isEqualTo(ID);
        assertThat(out.valueSchema()).isSameAs(WITH_ID);
    }

    @Test
    void extendsASchemaWithoutTheFieldOnce() {
        InsertEventId<SourceRecord> transform = insertEventId(Map.of());
        SourceRecord first = transform.apply(Events.record(value(Form.STRUCT)));
        SourceRecord second = transform.apply(Events.record(value(Form.STRUCT)));

        assertThat(first.valueSchema().field("eventId").schema()).isEqualTo(Schema.STRING_SCHEMA);
        assertThat(second.valueSchema()).isSameAs(first.valueSchema());
    }

    @Test
    void takesAConnectTimestampInAMapAndMillisecondsInAStruct() {
        Schema millis = SchemaBuilder.struct()
                .field("orderId", Schema.STRING_SCHEMA)
                .field("eventType", Schema.STRING_SCHEMA)
                .field("eventAt", Schema.INT64_SCHEMA)
                .build();
        Struct struct = new Struct(millis)
                .put("orderId", ORDER)
                .put("eventType", "ORDER_PLACED")
                .put("eventAt", AT.toEpochMilli());
        Map<String, Object> map = Map.of("orderId", ORDER, "eventType", "ORDER_PLACED", "eventAt", Date.from(AT));

        for (Object value : new Object[] {struct, map}) {
            SourceRecord out = insertEventId(Map.of()).apply(Events.record(value));
            assertThat(Form.field(out.value(), "eventId")).isEqualTo(ID);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsAnIdByDefault(Form form) {
        SourceRecord record = Events.record(form, Events.placed());

        assertThat(insertEventId(Map.of()).apply(record)).isSameAs(record);
    }

    @ParameterizedTest
    @EnumSource
    void replacesAnIdIfToldTo(Form form) {
        Object foreign = form == Form.STRUCT
                ? struct(WITH_ID).put("eventId", "another-id")
                : Form.with(value(form), "eventId", "another-id");

        SourceRecord out = insertEventId(Map.of("when.present", "replace")).apply(Events.record(foreign));

        assertThat(Form.field(out.value(), "eventId")).isEqualTo(ID);
    }

    @ParameterizedTest
    @EnumSource
    void readsAndWritesTheConfiguredFields(Form form) {
        InsertEventId<SourceRecord> transform = insertEventId(Map.of(
                "field.order.id", "order",
                "field.event.type", "kind",
                "field.event.at", "at",
                "field.event.id", "id"));
        Schema schema = SchemaBuilder.struct()
                .field("order", Schema.STRING_SCHEMA)
                .field("kind", Schema.STRING_SCHEMA)
                .field("at", Timestamp.SCHEMA)
                .build();
        Struct struct = new Struct(schema)
                .put("order", ORDER)
                .put("kind", "ORDER_PLACED")
                .put("at", Date.from(AT));
        Object value =
                form == Form.STRUCT ? struct : Map.of("order", ORDER, "kind", "ORDER_PLACED", "at", AT.toEpochMilli());

        SourceRecord out = transform.apply(Events.record(value));

        assertThat(Form.field(out.value(), "id")).isEqualTo(ID);
    }

    static Stream<Arguments> untouched() {
        return Stream.of(
                Arguments.of("tombstone", Events.record(null)),
                Arguments.of("text", Events.record(Schema.STRING_SCHEMA, "ORDER_PLACED")),
                Arguments.of("map that is no event", Events.record(Map.of("orderId", ORDER))),
                Arguments.of("struct that is no event", Events.record(new Struct(WITHOUT_ID).put("orderId", ORDER))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("untouched")
    void passesWhatIsNoEventAsTheSameInstance(String name, SourceRecord record) {
        assertThat(insertEventId(Map.of()).apply(record)).isSameAs(record);
    }

    static Stream<Arguments> incomplete() {
        return Stream.of(Form.values())
                .flatMap(form -> Stream.of(
                        Arguments.of(form, "orderId", "string"),
                        Arguments.of(form, "eventAt", "timestamp or epoch milliseconds")));
    }

    @ParameterizedTest
    @MethodSource("incomplete")
    void refusesAnEventWithoutAFieldItNeeds(Form form, String field, String expected) {
        SourceRecord record = Events.record(Form.without(value(form), field));

        assertThatThrownBy(() -> insertEventId(Map.of()).apply(record))
                .isInstanceOf(DataException.class)
                .hasMessage("InsertEventId: " + field + ": expected " + expected + " but the event has no such field");
        assertThat(insertEventId(Map.of("missing.field", "pass")).apply(record)).isSameAs(record);
    }

    @ParameterizedTest
    @CsvSource({"orderId, string", "eventType, string", "eventId, string", "eventAt, timestamp or epoch milliseconds"})
    void refusesAMistypedField(String field, String expected) {
        Map<String, Object> map = EventCodec.toMap(Events.placed());
        map.put(field, 4.5);
        SourceRecord record = Events.record(map);

        assertThatThrownBy(() -> insertEventId(Map.of("when.present", "replace", "missing.field", "pass"))
                        .apply(record))
                .isInstanceOf(DataException.class)
                .hasMessage("InsertEventId: " + field + ": expected " + expected + " but found Double");
    }

    @ParameterizedTest
    @EnumSource
    void neverChangesTheRecordThatCameIn(Form form) {
        SourceRecord record = Events.record(value(form));

        insertEventId(Map.of()).apply(record);

        assertThat(record).isEqualTo(Events.record(value(form)));
    }

    @Test
    void refusesOneFieldForTwoPurposes() {
        assertThatThrownBy(() -> insertEventId(Map.of("field.event.id", "orderId")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value orderId for configuration field.event.id: expected a field of its own but"
                        + " field.order.id names the same");
    }

    @Test
    void refusesAnEmptyFieldName() {
        assertThatThrownBy(() -> insertEventId(Map.of("field.event.at", "")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value  for configuration field.event.at: String must be non-empty");
    }

    @Test
    void refusesAnUnknownWayWithPresentIds() {
        assertThatThrownBy(() -> insertEventId(Map.of("when.present", "merge")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value merge for configuration when.present: String must be one of: keep, replace");
    }
}
