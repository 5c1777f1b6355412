package org.fulfillmentconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.EventType;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DeriveStateTest {
    private static final Schema TYPE_ONLY =
            SchemaBuilder.struct().field("eventType", Schema.STRING_SCHEMA).build();

    private static DeriveState<SourceRecord> builtIn() {
        DeriveState<SourceRecord> state = new DeriveState<>();
        state.configure(Map.of());
        return state;
    }

    private static Object ofType(Form form, String type) {
        return form == Form.MAP ? Map.of("eventType", type) : new Struct(TYPE_ONLY).put("eventType", type);
    }

    static Stream<Arguments> builtInTable() {
        return Stream.of(
                Arguments.of("ORDER_PLACED", "PLACED", 1, List.of(), false),
                Arguments.of("ORDER_APPROVED", "APPROVED", 2, List.of("PLACED"), false),
                Arguments.of("WAREHOUSE_ASSIGNED", "ASSIGNED", 3, List.of("PLACED", "APPROVED"), false),
                Arguments.of("HANDED_TO_CARRIER", "HANDED_OFF", 4, List.of("ASSIGNED", "DELAYED"), false),
                Arguments.of(
                        "DELIVERY_DELAYED",
                        "DELAYED",
                        5,
                        List.of("PLACED", "APPROVED", "ASSIGNED", "HANDED_OFF"),
                        false),
                Arguments.of("DELIVERED", "DELIVERED", 6, List.of("HANDED_OFF", "DELAYED"), true),
                Arguments.of(
                        "ORDER_CANCELLED",
                        "CANCELLED",
                        7,
                        List.of("PLACED", "APPROVED", "ASSIGNED", "HANDED_OFF", "DELAYED"),
                        true));
    }

    @ParameterizedTest(name = "{0} leads to {1}")
    @MethodSource("builtInTable")
    void addsTheState(String type, String state, int rank, List<String> from, boolean terminal) {
        for (Form form : Form.values()) {
            Object value = builtIn().apply(Events.record(ofType(form, type))).value();

            assertThat(Form.field(value, "toState")).isEqualTo(state);
            assertThat(Form.field(value, "stateRank")).isEqualTo(rank);
            assertThat(Form.field(value, "fromStates")).isEqualTo(from);
            assertThat(Form.field(value, "terminal")).isEqualTo(terminal);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsAllOtherFields(Form form) {
        for (FulfillmentEvent event : List.of(Events.placed(), Events.assigned())) {
            SourceRecord out = builtIn().apply(Events.record(form, event));

            assertThat(EventCodec.read(out.value())).isEqualTo(event);
            assertThat(out.headers()).isEqualTo(Events.record(form, event).headers());
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesItsTableFromTheSetting(Form form) {
        DeriveState<SourceRecord> state = new DeriveState<>();
        state.configure(
                Map.of("transitions", "RETURN_SENT -> RETURNING, RETURN_CAME -> RETURNED from RETURNING terminal"));

        Object value = state.apply(Events.record(ofType(form, "RETURN_CAME"))).value();

        assertThat(Form.field(value, "toState")).isEqualTo("RETURNED");
        assertThat(Form.field(value, "stateRank")).isEqualTo(2);
        assertThat(Form.field(value, "fromStates")).isEqualTo(List.of("RETURNING"));
        assertThat(Form.field(value, "terminal")).isEqualTo(true);
        SourceRecord unlisted = Events.record(ofType(form, "ORDER_PLACED"));
        assertThat(state.apply(unlisted)).isSameAs(unlisted);
    }

    static Stream<Arguments> untouched() {
        return Stream.of(
                Arguments.of("tombstone", Events.record(null)),
                Arguments.of("text", Events.record(Schema.STRING_SCHEMA, "DELIVERED")),
                Arguments.of("map that is no event", Events.record(Map.of("line", 7))),
                Arguments.of("map with a schema", Events.record(TEXTS, Map.of("eventType", "DELIVERED"))),
                Arguments.of("struct without a type", Events.record(new Struct(EVENT_WITHOUT_TYPE))),
                Arguments.of("unlisted type, struct", Events.record(ofType(Form.STRUCT, "DELIVERY_DUE"))),
                Arguments.of("unlisted type, map", Events.record(ofType(Form.MAP, "DELIVERY_DUE"))));
    }

    private static final Schema TEXTS =
            SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build();
    private static final Schema EVENT_WITHOUT_TYPE = SchemaBuilder.struct()
            .field("eventType", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    @ParameterizedTest(name = "{0}")
    @MethodSource("untouched")
    void passesWhatHasNoTransitionAsTheSameInstance(String name, SourceRecord record) {
        assertThat(builtIn().apply(record)).isSameAs(record);
    }

    @ParameterizedTest
    @EnumSource
    void neverChangesTheRecordThatCameIn(Form form) {
        SourceRecord record = Events.record(form, Events.assigned());

        builtIn().apply(record);

        assertThat(record).isEqualTo(Events.record(form, Events.assigned()));
    }

    @Test
    void extendsEachSchemaOnceAlsoWhenTheyTakeTurns() {
        DeriveState<SourceRecord> state = builtIn();
        List<Schema> schemas = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            for (FulfillmentEvent event : List.of(Events.placed(), Events.assigned())) {
                schemas.add(state.apply(Events.record(Form.STRUCT, event)).valueSchema());
            }
        }

        assertThat(schemas.get(2)).isSameAs(schemas.get(0));
        assertThat(schemas.get(3)).isSameAs(schemas.get(1));
    }

    @Test
    void theExtendedSchemaEndsInTheStateFields() {
        Schema schema = builtIn()
                .apply(Events.record(ofType(Form.STRUCT, EventType.DELIVERED.name())))
                .valueSchema();

        assertThat(schema.fields())
                .containsExactly(
                        new Field("eventType", 0, Schema.STRING_SCHEMA),
                        new Field("toState", 1, Schema.STRING_SCHEMA),
                        new Field("stateRank", 2, Schema.INT32_SCHEMA),
                        new Field(
                                "fromStates",
                                3,
                                SchemaBuilder.array(Schema.STRING_SCHEMA).build()),
                        new Field("terminal", 4, Schema.BOOLEAN_SCHEMA));
    }

    @Test
    void derivingTwiceTakesTheLaterTable() {
        DeriveState<SourceRecord> other = new DeriveState<>();
        other.configure(Map.of("transitions", "DELIVERED -> ARRIVED"));
        SourceRecord once = builtIn().apply(Events.record(ofType(Form.STRUCT, "DELIVERED")));

        SourceRecord twice = other.apply(once);

        assertThat(Form.field(twice.value(), "toState")).isEqualTo("ARRIVED");
        assertThat(twice.valueSchema()).isSameAs(once.valueSchema());
    }

    @Test
    void refusesAnEventTypeThatIsNoText() {
        assertThatThrownBy(() -> builtIn().apply(Events.record(Map.of("eventType", 4L))))
                .isInstanceOf(DataException.class)
                .hasMessage("DeriveState: eventType: expected string but found Long");
    }

    @Test
    void refusesASchemaWhoseFromStatesAreNoTexts() {
        Schema schema = SchemaBuilder.struct()
                .field("eventType", Schema.STRING_SCHEMA)
                .field("fromStates", SchemaBuilder.array(Schema.INT32_SCHEMA).build())
                .build();
        SourceRecord record = Events.record(new Struct(schema).put("eventType", "DELIVERED"));

        assertThatThrownBy(() -> builtIn().apply(record))
                .isInstanceOf(DataException.class)
                .hasMessage("DeriveState: fromStates: expected array of STRING but the schema has array of INT32");
    }
}
