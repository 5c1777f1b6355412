package org.fulfillmentconnect.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
    private static Map<String, Object> map(EventType type) {
        return EventCodec.toMap(GoldenEvents.of(type));
    }

    private static void assertRefused(@Nullable Object value, String message) {
        assertThatThrownBy(() -> EventCodec.read(value))
                .isInstanceOf(DataException.class)
                .isNotInstanceOf(UnsupportedEventException.class)
                .hasMessage(message);
    }

    private static void assertUnsupported(Object value, UnsupportedEventException.Cause unknown, String message) {
        assertThatThrownBy(() -> EventCodec.read(value))
                .hasMessage(message)
                .asInstanceOf(InstanceOfAssertFactories.type(UnsupportedEventException.class))
                .extracting(UnsupportedEventException::unknown)
                .isEqualTo(unknown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eventId",
                "schemaVersion",
                "eventType",
                "owner",
                "orderId",
                "eventAt",
                "eventAtInferred",
                "observedUntil"
            })
    void refusesAnEventWithoutAPartOfItsEnvelope(String field) {
        Map<String, Object> map = map(EventType.DELIVERED);
        map.remove(field);

        assertRefused(map, field + ": required but missing");
        assertRefused(structWithout(field), field + ": required but missing");
    }

    private static Struct structWithout(String name) {
        Struct whole = EventCodec.toStruct(GoldenEvents.of(EventType.DELIVERED));
        Struct struct = new Struct(whole.schema());
        whole.schema().fields().stream()
                .filter(field -> !field.name().equals(name))
                .forEach(field -> struct.put(field, whole.get(field)));
        return struct;
    }

    @ParameterizedTest
    @CsvSource({
        "ORDER_PLACED, eventId, string",
        "ORDER_PLACED, schemaVersion, whole number",
        "ORDER_PLACED, eventType, string",
        "ORDER_PLACED, owner, string",
        "ORDER_PLACED, orderId, string",
        "ORDER_PLACED, eventAt, timestamp or epoch milliseconds",
        "ORDER_PLACED, eventAtInferred, boolean",
        "ORDER_PLACED, observedUntil, timestamp or epoch milliseconds",
        "ORDER_PLACED, customerId, string",
        "ORDER_PLACED, promisedAt, timestamp or epoch milliseconds",
        "ORDER_PLACED, itemCount, whole number",
        "ORDER_PLACED, itemsValueCents, whole number",
        "WAREHOUSE_ASSIGNED, warehouses, array",
        "HANDED_TO_CARRIER, handoffLate, boolean",
        "DELIVERED, delayed, boolean",
        "DELIVERED, delaySeconds, whole number",
        "DELIVERY_DUE, promise, string",
        "DELIVERY_DELAYED, policy, string",
        "ORDER_CANCELLED, reason, string"
    })
    void refusesAMistypedField(EventType type, String field, String expected) {
        Map<String, Object> map = map(type);
        map.put(field, 0.5);

        assertRefused(map, field + ": expected " + expected + " but found Double");
    }

    @Test
    void refusesAMistypedFieldOfAStruct() {
        Schema schema = SchemaBuilder.struct()
                .field("eventType", Schema.STRING_SCHEMA)
                .field("schemaVersion", Schema.STRING_SCHEMA)
                .build();

        assertRefused(
                new Struct(schema).put("eventType", "DELIVERED").put("schemaVersion", "1"),
                "schemaVersion: expected whole number but found String");
    }

    @Test
    void refusesWhatIsNeitherStructNorMap() {
        assertRefused(null, "expected a struct or a map but found null");
        assertRefused("text", "expected a struct or a map but found String");
    }

    @Test
    void tellsAnUnknownTypeFromAMalformedEvent() {
        Map<String, Object> map = map(EventType.DELIVERED);
        map.put("eventType", "RETURNED");

        assertUnsupported(
                map,
                UnsupportedEventException.Cause.EVENT_TYPE,
                "eventType: RETURNED is not known; expected one of [ORDER_PLACED, ORDER_APPROVED, WAREHOUSE_ASSIGNED,"
                        + " HANDED_TO_CARRIER, DELIVERED, DELIVERY_DUE, DELIVERY_DELAYED, ORDER_CANCELLED]");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void refusesAVersionThatNeverWas(long version) {
        Map<String, Object> map = map(EventType.DELIVERED);
        map.put("schemaVersion", version);

        assertRefused(map, "schemaVersion: expected 1 to 1 but found " + version + " (eventType DELIVERED)");
    }

    @ParameterizedTest
    @ValueSource(longs = {2, Long.MAX_VALUE})
    void tellsANewerVersionFromAMalformedEvent(long version) {
        Map<String, Object> map = map(EventType.DELIVERED);
        map.put("schemaVersion", version);

        assertUnsupported(
                map,
                UnsupportedEventException.Cause.NEWER_SCHEMA_VERSION,
                "schemaVersion: expected 1 to 1 but found " + version + " (eventType DELIVERED)");
    }

    @ParameterizedTest
    @EnumSource
    void refusesAFactThatItsOwnerDidNotState(EventType type) {
        for (Owner owner : Owner.values()) {
            Map<String, Object> map = map(type);
            map.put("owner", owner.name());
            if (owner != type.owner()) {
                assertRefused(map, "owner: " + type + " may only be stated by " + type.owner());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 31, -(1L << 31) - 1, Long.MAX_VALUE})
    void refusesACountThatIsTooLarge(long count) {
        Map<String, Object> placed = map(EventType.ORDER_PLACED);
        placed.put("itemCount", count);

        assertRefused(placed, "itemCount: expected a whole number of 32 bits but found a larger one");
        assertRefused(
                withSecondWarehouse("items", count),
                "warehouses[1]: items: expected a whole number of 32 bits but found a larger one");
    }

    @Test
    void namesTheWarehouseThatIsWrong() {
        Map<String, Object> map = map(EventType.WAREHOUSE_ASSIGNED);
        map.put("warehouses", List.of("maua"));

        assertRefused(map, "warehouses[0]: expected a struct or a map but found String");
        assertRefused(withSecondWarehouse("items", null), "warehouses[1]: items: required but missing");
        assertRefused(withSecondWarehouse("sellerId", 5), "warehouses[1]: sellerId: expected string but found Integer");
    }

    private static Map<String, Object> withSecondWarehouse(String field, @Nullable Object value) {
        Map<String, Object> map = map(EventType.WAREHOUSE_ASSIGNED);
        List<Object> warehouses = new ArrayList<>((List<?>) FieldReader.of(map).list("warehouses"));
        Map<Object, @Nullable Object> second = new LinkedHashMap<>((Map<?, ?>) warehouses.get(1));
        second.put(field, value);
        warehouses.set(1, second);
        map.put("warehouses", warehouses);
        return map;
    }

    @Test
    void passesOverFieldsThatItDoesNotKnow() {
        Map<String, Object> map = map(EventType.DELIVERED);
        map.put("toState", "DELIVERED");
        map.put("signedBy", 7);

        assertThat(EventCodec.read(map)).isEqualTo(GoldenEvents.of(EventType.DELIVERED));
    }

    @Test
    void readsNullAsAbsent() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>(map(EventType.ORDER_CANCELLED));
        map.put("reason", null);

        assertThat(EventCodec.read(map).facts()).isEqualTo(new Facts.OrderCancelled(null));
    }

    @Test
    void readsTimesAndNumbersOfEitherWidth() {
        Map<String, Object> map = map(EventType.DELIVERED);
        map.put("schemaVersion", 1L);
        map.put("eventAt", Date.from(GoldenEvents.of(EventType.DELIVERED).eventAt()));
        map.put("delaySeconds", 167_113);

        assertThat(EventCodec.read(map)).isEqualTo(GoldenEvents.of(EventType.DELIVERED));
    }
}
