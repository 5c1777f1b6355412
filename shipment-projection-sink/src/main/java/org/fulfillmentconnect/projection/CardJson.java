package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.DataException;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.EventType;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.fulfillmentconnect.model.MergedFacts;
import org.jspecify.annotations.Nullable;

/**
 * The card as a document. It depends on the card alone, so the same set of events is the same bytes, and it holds the
 * events that still contribute, so that a stored card can be read back and merged further.
 */
final class CardJson {
    private CardJson() {}

    static byte[] write(Card card) {
        return JsonDocument.bytes(out -> writeFields(card, out));
    }

    private static void writeFields(Card card, JsonDocument out) throws IOException {
        Sequence sequence = Sequence.of(card);
        Facts.OrderPlaced placed = card.facts(EventType.ORDER_PLACED, Facts.OrderPlaced.class);
        out.put(EventFields.ORDER_ID, card.orderId());
        out.put(CardField.STATE, card.state().name());
        out.put(CardField.STATE_RANK, card.state().rank());
        out.put(CardField.STAGE, sequence.reached());
        out.put(CardField.WAITING_FOR, sequence.waitingFor());
        writeTimes(card, out);
        out.put(EventFields.PROMISED_AT, placed == null ? null : placed.promisedAt());
        writeVerdicts(card, out);
        writeParties(card, placed, out);
        if (placed != null) {
            out.put(EventFields.ITEM_COUNT, placed.itemCount());
            out.put(EventFields.ITEMS_VALUE_CENTS, placed.itemsValueCents());
            out.put(EventFields.FREIGHT_VALUE_CENTS, placed.freightValueCents());
        }
        out.put(CardField.APPROVAL_SECONDS, sequence.seconds(Stage.PLACED, Stage.APPROVED));
        out.put(CardField.HANDOFF_SECONDS, sequence.seconds(Stage.APPROVED, Stage.HANDED_OFF));
        out.put(CardField.TRANSIT_SECONDS, sequence.seconds(Stage.HANDED_OFF, Stage.DELIVERED));
        out.put(CardField.LEAD_TIME_SECONDS, sequence.seconds(Stage.PLACED, Stage.DELIVERED));
        out.put(CardField.LAST_EVENT_AT, lastEventAt(card));
        out.put(CardField.EVENT_COUNT, card.eventIds().size());
        out.put(CardField.ANOMALIES, sequence.anomalies());
        out.put(CardField.EVENT_IDS, card.eventIds());
        out.putObjects(
                CardField.EVENTS,
                card.steps().values().stream()
                        .flatMap(step -> step.events().stream())
                        .map(event -> (JsonDocument.Fields) body -> body.putEvent(event, false))
                        .toList());
    }

    private static void writeTimes(Card card, JsonDocument out) throws IOException {
        out.put(CardField.PLACED_AT, card.at(EventType.ORDER_PLACED));
        out.put(CardField.APPROVED_AT, card.at(EventType.ORDER_APPROVED));
        out.put(CardField.ASSIGNED_AT, card.at(EventType.WAREHOUSE_ASSIGNED));
        out.put(CardField.HANDED_OFF_AT, card.at(EventType.HANDED_TO_CARRIER));
        out.put(EventFields.DELIVERED_AT, card.at(EventType.DELIVERED));
        out.put(CardField.DELAYED_AT, card.at(EventType.DELIVERY_DELAYED));
        out.put(CardField.CANCELLED_AT, card.at(EventType.ORDER_CANCELLED));
        Facts.OrderCancelled cancelled = card.facts(EventType.ORDER_CANCELLED, Facts.OrderCancelled.class);
        out.put(CardField.CANCEL_REASON, cancelled == null ? null : cancelled.reason());
    }

    /** Lateness as the judge stated it: a verdict that was not given does not show. */
    private static void writeVerdicts(Card card, JsonDocument out) throws IOException {
        out.put(EventFields.DELAYED, card.steps().containsKey(EventType.DELIVERY_DELAYED));
        Facts.Delivered delivered = card.facts(EventType.DELIVERED, Facts.Delivered.class);
        if (delivered != null) {
            out.put(EventFields.DELAY_SECONDS, delivered.delaySeconds());
        }
        Facts.HandedToCarrier handed = card.facts(EventType.HANDED_TO_CARRIER, Facts.HandedToCarrier.class);
        if (handed != null) {
            out.put(EventFields.HANDOFF_LATE, handed.handoffLate());
            out.put(EventFields.HANDOFF_DELAY_SECONDS, handed.handoffDelaySeconds());
        }
    }

    private static void writeParties(Card card, Facts.@Nullable OrderPlaced placed, JsonDocument out)
            throws IOException {
        if (placed != null) {
            out.put(EventFields.CUSTOMER_ID, placed.customerId());
            out.put(EventFields.CUSTOMER_REGION, placed.customerRegion());
            out.put(EventFields.CUSTOMER_CITY, placed.customerCity());
        }
        Sellers sellers = Sellers.of(card.facts(EventType.WAREHOUSE_ASSIGNED, Facts.WarehouseAssigned.class), placed);
        out.put(CardField.SELLER_IDS, sellers.ids());
        out.put(CardField.SELLER_REGIONS, sellers.regions());
        out.put(CardField.SELLER_CITIES, sellers.cities());
        out.put(CardField.LANES, sellers.lanes());
    }

    private static Instant lastEventAt(Card card) {
        return card.steps().values().stream()
                .map(step -> step.greatest().eventAt())
                .max(Instant::compareTo)
                .orElseThrow();
    }

    /**
     * Reads a stored card back.
     *
     * @throws DataException if the document is no card, or one of a newer version
     */
    static Card read(byte[] source, int offset, int length) {
        try (JsonParser json = JsonDocument.MAPPER.getFactory().createParser(source, offset, length)) {
            json.nextToken();
            return new Parts().readFrom(json).card();
        } catch (IOException e) {
            throw new DataException("it is no JSON of a card", e);
        }
    }

    /** What of a stored card is not derived from the rest. */
    private static final class Parts {
        private @Nullable String orderId;
        private @Nullable String stateName;
        private int stateRank;
        private String[] eventIds = {};
        private Map<?, ?>[] events = {};

        Parts readFrom(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case EventFields.ORDER_ID -> orderId = json.getText();
                    case CardField.STATE -> stateName = json.getText();
                    case CardField.STATE_RANK -> stateRank = json.getIntValue();
                    case CardField.EVENT_IDS -> eventIds = json.readValueAs(String[].class);
                    case CardField.EVENTS -> events = json.readValueAs(Map[].class);
                    default -> json.skipChildren();
                }
            }
            return this;
        }

        Card card() {
            if (orderId == null || stateName == null || events.length == 0) {
                throw new DataException("it lacks one of the fields orderId, state and events");
            }
            Map<EventType, MergedFacts> steps = new EnumMap<>(EventType.class);
            for (Map<?, ?> body : events) {
                FulfillmentEvent event = EventCodec.read(body);
                steps.merge(event.type(), MergedFacts.of(event), (step, one) -> step.with(event));
            }
            return new Card(
                    Objects.requireNonNull(orderId),
                    steps,
                    Stream.of(eventIds).sorted().toList(),
                    new State(stateRank, Objects.requireNonNull(stateName)));
        }
    }
}
