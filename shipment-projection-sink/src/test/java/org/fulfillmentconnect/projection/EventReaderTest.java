package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.fulfillmentconnect.model.UnsupportedEventException;
import org.junit.jupiter.api.Test;

class EventReaderTest {
    private final FulfillmentEvent placed = FulfillmentEvent.of("order-1", Orders.BEGIN, Orders.AS_OF, Orders.placed());

    private Map<String, Object> without(String field) {
        Map<String, Object> value = Orders.value(placed);
        value.remove(field);
        return value;
    }

    private Map<String, Object> with(String field, Object content) {
        Map<String, Object> value = Orders.value(placed);
        value.put(field, content);
        return value;
    }

    private static Struct struct(FulfillmentEvent event) {
        Struct plain = EventCodec.toStruct(event);
        SchemaBuilder builder = SchemaBuilder.struct();
        for (Field field : plain.schema().fields()) {
            builder.field(field.name(), field.schema());
        }
        Schema schema = builder.field(EventFields.TO_STATE, Schema.STRING_SCHEMA)
                .field(EventFields.STATE_RANK, Schema.INT32_SCHEMA)
                .build();
        Struct struct = new Struct(schema);
        for (Field field : plain.schema().fields()) {
            struct.put(field.name(), plain.get(field));
        }
        return struct.put(EventFields.TO_STATE, Orders.state(event.type()).name())
                .put(EventFields.STATE_RANK, Orders.state(event.type()).rank());
    }

    @Test
    void readsStructAndMapAlike() {
        ProjectedEvent fromMap = EventReader.read(Orders.value(placed)).orElseThrow();
        ProjectedEvent fromStruct = EventReader.read(struct(placed)).orElseThrow();

        assertThat(fromStruct.card()).isEqualTo(fromMap.card());
        assertThat(fromStruct.document().source()).isEqualTo(fromMap.document().source());
    }

    @Test
    void takesStateAndRankFromTheRecord() {
        Map<String, Object> value = with(EventFields.TO_STATE, "BOOKED");
        value.put(EventFields.STATE_RANK, 3);

        assertThat(EventReader.read(value).orElseThrow().card().state()).isEqualTo(new State(3, "BOOKED"));
    }

    @Test
    void writesTheTimelineDocumentWithIsoTimes() {
        TimelineDocument document =
                EventReader.read(Orders.value(placed)).orElseThrow().document();

        assertThat(document.eventId()).isEqualTo(placed.eventId());
        assertThat(document.version() >> 19).isEqualTo(Orders.AS_OF.toEpochMilli());
        assertThat(new String(document.source(), StandardCharsets.UTF_8))
                .as("other bytes than before need a greater layout in TimelineDocument")
                .isEqualTo(
                        "{\"eventId\":\"" + placed.eventId() + "\",\"schemaVersion\":1,\"eventType\":\"ORDER_PLACED\","
                                + "\"owner\":\"OMS\",\"orderId\":\"order-1\",\"eventAt\":\"2017-10-02T13:56:33.000Z\","
                                + "\"eventAtInferred\":false,\"observedUntil\":\"2018-10-17T20:30:18.000Z\","
                                + "\"customerId\":\"c-1\",\"customerUniqueId\":\"u-1\",\"customerCity\":\"campinas\","
                                + "\"customerRegion\":\"RJ\",\"promisedAt\":\"2017-10-18T13:56:33.000Z\",\"itemCount\":2,"
                                + "\"itemsValueCents\":12990,\"freightValueCents\":1510,\"toState\":\"PLACED\","
                                + "\"stateRank\":1}");
    }

    @Test
    void passesTombstones() {
        assertThat(EventReader.read(null)).isEmpty();
    }

    @Test
    void theRawFactThatThePromisedTimeCameSaysNothing() {
        FulfillmentEvent due = FulfillmentEvent.of(
                "order-1", Orders.BEGIN, Orders.AS_OF, new Facts.DeliveryDue(Orders.BEGIN, null, "day"));

        assertThat(EventReader.read(EventCodec.toMap(due))).isEmpty();
    }

    @Test
    void refusesAnEventWithoutItsState() {
        assertRefused(
                without(EventFields.TO_STATE),
                "toState: required but missing; the connector's transforms must include DeriveState");
        assertRefused(
                without(EventFields.STATE_RANK),
                "stateRank: required but missing; the connector's transforms must include DeriveState");
    }

    @Test
    void refusesIdsThatElasticsearchDoesNotTake() {
        assertRefused(with(EventFields.EVENT_ID, ""), "eventId: expected 1 to 512 bytes but found 0");
        assertRefused(with(EventFields.ORDER_ID, "a\uD800"), "orderId: expected valid Unicode");
        assertRefused(with(EventFields.ORDER_ID, "x".repeat(513)), "orderId: expected 1 to 512 bytes but found 513");
    }

    @Test
    void refusesTimesOutsideOfTheYearsThatElasticsearchReads() {
        assertRefused(
                with(EventFields.OBSERVED_UNTIL, -1L), "observedUntil: expected a time of the years 1970 to 9999");
        assertRefused(
                with(EventFields.EVENT_AT, 253_402_300_800_000L), "eventAt: expected a time of the years 1970 to 9999");
    }

    @Test
    void refusesAnUnknownType() {
        assertThatThrownBy(() -> EventReader.read(with(EventFields.EVENT_TYPE, "PARCEL_LOST")))
                .isInstanceOf(UnsupportedEventException.class);
    }

    private static void assertRefused(Map<String, Object> value, String message) {
        assertThatThrownBy(() -> EventReader.read(value))
                .isInstanceOf(DataException.class)
                .hasMessage(message);
    }

    @Test
    void refusesTextThatIsNoUnicode() {
        // A JSON document may have half of a surrogate pair, UTF-8 may not.
        assertThatThrownBy(() -> EventReader.read(with(EventFields.CUSTOMER_CITY, "s\ud83d paulo")))
                .isInstanceOf(DataException.class)
                .hasMessage("customerCity: expected valid Unicode");
        assertThat(EventReader.read(with(EventFields.CUSTOMER_CITY, "\ud83d\ude9a")))
                .isPresent();
    }
}
