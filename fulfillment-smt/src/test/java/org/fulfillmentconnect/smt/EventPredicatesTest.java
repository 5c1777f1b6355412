package org.fulfillmentconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.fulfillmentconnect.model.EventCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventPredicatesTest {
    private static IsOwnedBy<SourceRecord> isOwnedBy(String owners) {
        IsOwnedBy<SourceRecord> predicate = new IsOwnedBy<>();
        predicate.configure(Map.of("owners", owners));
        return predicate;
    }

    private static HasEventType<SourceRecord> hasEventType(String types) {
        HasEventType<SourceRecord> predicate = new HasEventType<>();
        predicate.configure(Map.of("event.types", types));
        return predicate;
    }

    @ParameterizedTest
    @EnumSource
    void decidesByTheValueWithoutHeaders(Form form) {
        SourceRecord placed = Events.record(form.of(Events.placed()));

        assertThat(isOwnedBy("OMS").test(placed)).isTrue();
        assertThat(isOwnedBy("WMS, OMS").test(placed)).isTrue();
        assertThat(isOwnedBy("TMS").test(placed)).isFalse();
        assertThat(hasEventType("ORDER_PLACED").test(placed)).isTrue();
        assertThat(hasEventType("DELIVERED, ORDER_PLACED").test(placed)).isTrue();
        assertThat(hasEventType("DELIVERED").test(placed)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void theHeadersDecideWhereTheyAre(Form form) {
        SourceRecord record = Events.record(form.of(Events.placed()));
        record.headers().addString("owner", "TMS").addString("eventType", "DELIVERED");

        assertThat(isOwnedBy("TMS").test(record)).isTrue();
        assertThat(isOwnedBy("OMS").test(record)).isFalse();
        assertThat(hasEventType("DELIVERED").test(record)).isTrue();
        assertThat(hasEventType("ORDER_PLACED").test(record)).isFalse();
    }

    @Test
    void theHeadersServeWhereTheValueIsNotParsed() {
        SourceRecord record = Events.record(Schema.BYTES_SCHEMA, "{}".getBytes(StandardCharsets.UTF_8));
        record.headers().addString("owner", "TMS").addString("eventType", "DELIVERED");

        assertThat(isOwnedBy("TMS").test(record)).isTrue();
        assertThat(hasEventType("DELIVERED").test(record)).isTrue();
    }

    @Test
    void aHeaderWithoutAValueDoesNotDecide() {
        SourceRecord record = Events.record(Form.MAP.of(Events.placed()));
        record.headers().add("owner", null, null).add("eventType", null, null);

        assertThat(isOwnedBy("OMS").test(record)).isTrue();
        assertThat(hasEventType("ORDER_PLACED").test(record)).isTrue();
    }

    static Stream<Arguments> noEvents() {
        SourceRecord tombstone = Events.record(null);
        tombstone.headers().addString("owner", "TMS").addString("eventType", "DELIVERED");
        return Stream.of(
                Arguments.of("tombstone, whatever its headers", tombstone),
                Arguments.of("text", Events.record(Schema.STRING_SCHEMA, "DELIVERED")),
                Arguments.of("map without event type", Events.record(Map.of("owner", "TMS"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noEvents")
    void areFalseForWhatIsNoEvent(String name, SourceRecord record) {
        assertThat(isOwnedBy("TMS").test(record)).isFalse();
        assertThat(hasEventType("DELIVERED").test(record)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void refuseAnEventWithoutOwnerUnlessToldToPass(Form form) {
        SourceRecord record = Events.record(Form.without(form.of(Events.placed()), "owner"));
        IsOwnedBy<SourceRecord> passing = new IsOwnedBy<>();
        passing.configure(Map.of("owners", "OMS", "missing.field", "pass"));

        assertThatThrownBy(() -> isOwnedBy("OMS").test(record))
                .isInstanceOf(DataException.class)
                .hasMessage("IsOwnedBy: owner: expected string but the event has no such field");
        assertThat(passing.test(record)).isFalse();
    }

    @Test
    void refuseMistypedFields() {
        Map<String, Object> map = EventCodec.toMap(Events.placed());
        map.put("owner", 3);
        SourceRecord mistypedOwner = Events.record(map);
        SourceRecord mistypedType = Events.record(Map.of("eventType", 3));

        assertThatThrownBy(() -> isOwnedBy("OMS").test(mistypedOwner))
                .isInstanceOf(DataException.class)
                .hasMessage("IsOwnedBy: owner: expected string but found Integer");
        assertThatThrownBy(() -> hasEventType("DELIVERED").test(mistypedType))
                .isInstanceOf(DataException.class)
                .hasMessage("HasEventType: eventType: expected string but found Integer");
    }

    @Test
    void refuseMistypedHeaders() {
        SourceRecord record = Events.record(Form.MAP.of(Events.placed()));
        record.headers().addInt("owner", 3).addInt("eventType", 3);

        assertThatThrownBy(() -> isOwnedBy("OMS").test(record))
                .isInstanceOf(DataException.class)
                .hasMessage("IsOwnedBy: header owner: expected string but found Integer");
        assertThatThrownBy(() -> hasEventType("DELIVERED").test(record))
                .isInstanceOf(DataException.class)
                .hasMessage("HasEventType: header eventType: expected string but found Integer");
    }

    @Test
    void refuseUnknownNames() {
        assertThatThrownBy(() -> isOwnedBy("OMS,CRM"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value [OMS, CRM] for configuration owners: expected names out of [OMS, WMS, TMS]"
                        + " but found CRM");
        assertThatThrownBy(() -> hasEventType("DELIVRED"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value [DELIVRED] for configuration event.types: expected names out of"
                        + " [ORDER_PLACED, ORDER_APPROVED, WAREHOUSE_ASSIGNED, HANDED_TO_CARRIER, DELIVERED,"
                        + " DELIVERY_DUE, DELIVERY_DELAYED, ORDER_CANCELLED] but found DELIVRED");
    }

    @Test
    void refuseAnEmptyList() {
        assertThatThrownBy(() -> isOwnedBy(""))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value [] for configuration owners: expected at least one of [OMS, WMS, TMS]");
    }

    @Test
    void refuseAMissingList() {
        assertThatThrownBy(() -> new HasEventType<SourceRecord>().configure(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Missing required configuration \"event.types\" which has no default value.");
    }
}
