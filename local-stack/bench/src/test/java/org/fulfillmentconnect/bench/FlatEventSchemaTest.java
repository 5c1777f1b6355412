package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;

class FlatEventSchemaTest {
    private static final List<FulfillmentEvent> EVENTS =
            new LaneOrders("flat", LocalDate.parse("2018-03-01"), 1, 1).events(0);

    @Test
    void isTheSameForEventsOfAllTypes() {
        assertThat(EVENTS)
                .extracting(FulfillmentEvent::type)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(3);
        assertThat(EVENTS)
                .extracting(event -> read(event).schema())
                .containsOnly(read(EVENTS.get(0)).schema());
    }

    @Test
    void keepsEveryFieldThatIsNoListAsItIsInTheLog() {
        assertThat(EVENTS).allSatisfy(event -> {
            Struct read = read(event);
            EventCodec.toMap(event).forEach((field, value) -> {
                if (!(value instanceof List)) {
                    assertThat(read.get(field)).as(field).isEqualTo(value);
                }
            });
        });
    }

    @Test
    void hasNoListsAndRequiresTheKeysAlone() {
        Schema schema = read(EVENTS.get(0)).schema();

        assertThat(schema.fields()).allMatch(field -> field.schema().type().isPrimitive());
        assertThat(schema.fields().stream()
                        .filter(field -> !field.schema().isOptional())
                        .map(Field::name))
                .containsExactlyInAnyOrder("eventId", "orderId");
    }

    /** As a worker reads it for a sink. */
    private static Struct read(FulfillmentEvent event) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(
                    Map.of(
                            "schemas.enable",
                            "true",
                            "schema.content",
                            FlatEventSchema.json().toString()),
                    false);
            byte[] json = new ObjectMapper().writeValueAsBytes(EventCodec.toMap(event));
            return (Struct) converter.toConnectData("events", json).value();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
