package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;

class CardJsonTest {

    private static FulfillmentEvent event(int hours, Facts facts) {
        return FulfillmentEvent.of("order-1", Orders.BEGIN.plus(Duration.ofHours(hours)), Orders.AS_OF, facts);
    }

    private static String text(Card card) {
        return new String(CardJson.write(card), StandardCharsets.UTF_8);
    }

    private static JsonNode json(FulfillmentEvent... events) throws IOException {
        return JsonDocument.MAPPER.readTree(CardJson.write(Orders.card(events)));
    }

    @Test
    void writesALateOrderInFixedOrder() {
        Card card = Orders.card(
                event(0, Orders.placed()),
                event(1, new Facts.OrderApproved()),
                event(1, Orders.assigned()),
                event(50, new Facts.HandedToCarrier(Orders.BEGIN, true, 7_200L)),
                event(400, new Facts.DeliveryDelayed(Orders.BEGIN, "day+PT0S")),
                event(409, new Facts.Delivered(Orders.BEGIN, Orders.BEGIN, true, 32_400L)));

        assertThat(text(card))
                .startsWith("{\"orderId\":\"order-1\",\"state\":\"DELIVERED\",\"stateRank\":6,\"stage\":\"DELIVERED\","
                        + "\"placedAt\":\"2017-10-02T13:56:33.000Z\",\"approvedAt\":\"2017-10-02T14:56:33.000Z\","
                        + "\"assignedAt\":\"2017-10-02T14:56:33.000Z\",\"handedOffAt\":\"2017-10-04T15:56:33.000Z\","
                        + "\"deliveredAt\":\"2017-10-19T14:56:33.000Z\",\"delayedAt\":\"2017-10-19T05:56:33.000Z\","
                        + "\"promisedAt\":\"2017-10-18T13:56:33.000Z\",\"delayed\":true,\"delaySeconds\":32400,"
                        + "\"handoffLate\":true,\"handoffDelaySeconds\":7200,\"customerId\":\"c-1\","
                        + "\"customerRegion\":\"RJ\",\"customerCity\":\"campinas\",\"sellerIds\":[\"s-1\",\"s-2\"],"
                        + "\"sellerRegions\":[\"MG\",\"SP\"],\"sellerCities\":[\"ibitinga\"],"
                        + "\"lanes\":[\"MG→RJ\",\"SP→RJ\"],\"itemCount\":2,\"itemsValueCents\":12990,"
                        + "\"freightValueCents\":1510,\"approvalSeconds\":3600,\"handoffSeconds\":176400,"
                        + "\"transitSeconds\":1292400,\"leadTimeSeconds\":1472400,"
                        + "\"lastEventAt\":\"2017-10-19T14:56:33.000Z\",\"eventCount\":6,\"eventIds\":[")
                .endsWith("\"promisedAt\":1506952593000,\"policy\":\"day+PT0S\"}]}");
    }

    @Test
    void aStageIsHiddenByNeitherDelayNorCancellation() throws IOException {
        JsonNode card = json(
                event(0, Orders.placed()),
                event(1, Orders.assigned()),
                event(2, new Facts.DeliveryDelayed(null, null)),
                event(3, new Facts.OrderCancelled("canceled")));

        assertThat(card.path("state").asText()).isEqualTo("CANCELLED");
        assertThat(card.path("stage").asText()).isEqualTo("ASSIGNED");
        assertThat(card.has("waitingFor")).isFalse();
        assertThat(card.path("cancelReason").asText()).isEqualTo("canceled");
        assertThat(card.path("delayed").asBoolean()).isTrue();
    }

    @Test
    void withoutAVerdictNoLatenessShows() throws IOException {
        // Delivered long after the promise, but no judge said so.
        JsonNode card = json(
                event(0, Orders.placed()), event(9_000, new Facts.Delivered(Orders.BEGIN, Orders.BEGIN, null, null)));

        assertThat(card.path("delayed").asBoolean(true)).isFalse();
        assertThat(card.has("delaySeconds")).isFalse();
        assertThat(card.has("handoffLate")).isFalse();
    }

    @Test
    void whatWaitsForItsNextStepSaysWhich() throws IOException {
        assertThat(json(event(0, new Facts.DeliveryDelayed(null, null)))
                        .path("waitingFor")
                        .asText())
                .isEqualTo("PLACED");
        assertThat(json(event(0, new Facts.HandedToCarrier(null, null, null)))
                        .path("waitingFor")
                        .asText())
                .isEqualTo("DELIVERED");
        assertThat(json(event(0, new Facts.Delivered(null, null, null, null))).has("waitingFor"))
                .isFalse();
    }

    @Test
    void listsTheBreaksOfTheSequence() throws IOException {
        JsonNode card = json(
                event(5, Orders.placed()),
                event(4, new Facts.OrderApproved()),
                event(3, new Facts.Delivered(null, null, null, null)),
                event(9, new Facts.OrderCancelled(null)));

        assertThat(card.path("anomalies").toString())
                .isEqualTo("[\"APPROVED_BEFORE_PLACED\",\"CANCELLED_AND_DELIVERED\",\"DELIVERED_BEFORE_APPROVED\","
                        + "\"DELIVERED_WITHOUT_HANDOFF\"]");
        assertThat(card.has("approvalSeconds")).isFalse();
        assertThat(card.has("leadTimeSeconds")).isFalse();
    }

    @Test
    void theSameEventOfTwoSnapshotsCountsOnce() throws IOException {
        FulfillmentEvent later = event(0, Orders.placed());
        FulfillmentEvent earlier = FulfillmentEvent.of(
                "order-1",
                Orders.BEGIN,
                Orders.AS_OF.minusSeconds(1),
                new Facts.OrderPlaced("c-0", "u-1", null, null, null, null, null, null));

        assertThat(json(earlier, later)).isEqualTo(json(later, earlier));
        assertThat(json(earlier, later).path("eventCount").asInt()).isEqualTo(1);
        assertThat(json(earlier, later).path("customerId").asText()).isEqualTo("c-1");
    }

    @Test
    void refusesAStoredDocumentThatIsNoCard() {
        for (String document : List.of("{}", "{\"orderId\":\"a\",\"state\":\"PLACED\",\"events\":[]}")) {
            byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> CardJson.read(bytes, 0, bytes.length))
                    .isInstanceOf(DataException.class)
                    .hasMessage("it lacks one of the fields orderId, state and events");
        }
    }
}
