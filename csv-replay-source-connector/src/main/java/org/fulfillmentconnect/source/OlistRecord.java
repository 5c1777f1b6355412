package org.fulfillmentconnect.source;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.EventType;
import org.fulfillmentconnect.model.FulfillmentEvent;

/** An event that an order has, before it is built. */
record OlistRecord(OlistEvents events, OlistOrder order, EventType type, Instant eventAt) implements PlannedRecord {
    private static final List<EventType> STEPS = List.of(EventType.values());

    /** In an order that is the same in every process, so that the records are. */
    private static final Map<EventType, Map<String, String>> HEADERS = headers();

    @Override
    public long at() {
        return eventAt.toEpochMilli();
    }

    @Override
    public String key() {
        return order.orderId();
    }

    @Override
    public int rank() {
        return STEPS.indexOf(type);
    }

    FulfillmentEvent event() {
        return events.event(order, type, eventAt);
    }

    @Override
    public ReplayRecord build() {
        return new ReplayRecord(key(), at(), EventCodec.toStruct(event()), Objects.requireNonNull(HEADERS.get(type)));
    }

    private static Map<EventType, Map<String, String>> headers() {
        Map<EventType, Map<String, String>> byType = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put(EventFields.EVENT_TYPE, type.name());
            headers.put(EventFields.OWNER, type.owner().name());
            byType.put(type, Collections.unmodifiableMap(headers));
        }
        return byType;
    }
}
