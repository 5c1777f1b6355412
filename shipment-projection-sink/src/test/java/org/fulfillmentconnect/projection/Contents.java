package org.fulfillmentconnect.projection;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fulfillmentconnect.model.FulfillmentEvent;

/** What the indices hold of these events, by the ids of the documents. */
final class Contents {
    private Contents() {}

    static Map<String, String> cards(List<FulfillmentEvent> events) {
        Map<String, List<FulfillmentEvent>> byOrder =
                events.stream().collect(Collectors.groupingBy(FulfillmentEvent::orderId));
        Map<String, String> cards = new HashMap<>();
        byOrder.forEach((order, itsEvents) ->
                cards.put(order, text(CardJson.write(Orders.card(itsEvents.toArray(FulfillmentEvent[]::new))))));
        return cards;
    }

    static Map<String, String> documents(List<FulfillmentEvent> events) {
        Map<String, String> documents = new HashMap<>();
        events.forEach(event -> documents.put(
                event.eventId(),
                text(TimelineDocument.of(event, Orders.state(event.type())).source())));
        return documents;
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
