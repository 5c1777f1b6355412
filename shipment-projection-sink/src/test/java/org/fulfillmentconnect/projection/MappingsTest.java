package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Timestamp;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.EventSchemas;
import org.fulfillmentconnect.model.EventType;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both mappings are strict: a field that one of them lacks would be refused by the server. */
class MappingsTest {
    private static final JsonNode TIMELINE =
            Indices.resource("timeline-mappings.json").path("properties");
    private static final JsonNode CARDS =
            Indices.resource("shipments-mappings.json").path("properties");

    @ParameterizedTest
    @EnumSource(value = EventType.class, mode = EnumSource.Mode.EXCLUDE, names = "DELIVERY_DUE")
    void theTimelineHasEveryFieldOfEveryEvent(EventType type) {
        for (Field field : EventSchemas.of(type).fields()) {
            assertMapped(TIMELINE, field.name(), field.schema());
        }
    }

    private static void assertMapped(JsonNode properties, String name, Schema schema) {
        JsonNode mapping = properties.path(name);
        if (schema.type() == Schema.Type.ARRAY) {
            for (Field item : schema.valueSchema().fields()) {
                assertMapped(mapping.path("properties"), item.name(), item.schema());
            }
        } else {
            assertThat(mapping.path("type").asText()).as(name).isEqualTo(expectedType(schema));
        }
    }

    @Test
    void noNumberOfTheTimelineIsIndexed() {
        assertThat(TIMELINE.findParents("type"))
                .filteredOn(MappingsTest::isNumber)
                .isNotEmpty()
                .noneMatch(MappingsTest::isIndexed);
    }

    @Test
    void numbersOfTheCardsAreIndexedWhereTheyAreFilteredBy() {
        List<String> notIndexed = new ArrayList<>();
        CARDS.properties().forEach(field -> {
            if (isNumber(field.getValue()) && !isIndexed(field.getValue())) {
                notIndexed.add(field.getKey());
            }
        });

        assertThat(notIndexed).containsExactly(CardField.STATE_RANK, CardField.EVENT_COUNT);
    }

    private static boolean isNumber(JsonNode mapping) {
        return List.of("integer", "long").contains(mapping.path("type").asText());
    }

    private static boolean isIndexed(JsonNode mapping) {
        return mapping.path("index").asBoolean(true);
    }

    private static String expectedType(Schema schema) {
        if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
            return "date";
        }
        return switch (schema.type()) {
            case INT32 -> "integer";
            case INT64 -> "long";
            case BOOLEAN -> "boolean";
            default -> "keyword";
        };
    }

    @Test
    void theTimelineHasTheState() {
        assertThat(TIMELINE.has(EventFields.TO_STATE)).isTrue();
        assertThat(TIMELINE.has(EventFields.STATE_RANK)).isTrue();
    }

    @Test
    void theCardsHaveExactlyTheFieldsThatAreWritten() throws IOException {
        List<FulfillmentEvent> events = new ArrayList<>();
        events.add(event(0, Orders.placed()));
        events.add(event(1, new Facts.OrderApproved()));
        events.add(event(2, Orders.assigned()));
        events.add(event(1, new Facts.HandedToCarrier(Orders.BEGIN, true, 1L)));
        JsonNode underWay = card(events);
        events.add(event(4, new Facts.DeliveryDelayed(Orders.BEGIN, "day+PT0S")));
        events.add(event(5, new Facts.Delivered(Orders.BEGIN, Orders.BEGIN, true, 1L)));
        events.add(event(6, new Facts.OrderCancelled("canceled")));
        JsonNode ended = card(events);

        List<String> written = new ArrayList<>();
        underWay.fieldNames().forEachRemaining(written::add);
        ended.fieldNames().forEachRemaining(written::add);
        List<String> mapped = new ArrayList<>();
        CARDS.fieldNames().forEachRemaining(mapped::add);

        assertThat(mapped).hasSameElementsAs(written);
    }

    private static FulfillmentEvent event(int hours, Facts facts) {
        return FulfillmentEvent.of("order-1", Orders.BEGIN.plusSeconds(3600L * hours), Orders.AS_OF, facts);
    }

    private static JsonNode card(List<FulfillmentEvent> events) throws IOException {
        return JsonDocument.MAPPER.readTree(CardJson.write(Orders.card(events.toArray(FulfillmentEvent[]::new))));
    }
}
