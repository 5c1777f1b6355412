package org.fulfillmentconnect.source.mapping;

import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.EventId;
import org.fulfillmentconnect.model.EventSchemas;
import org.fulfillmentconnect.model.EventType;
import org.fulfillmentconnect.model.FulfillmentEvent;

/** What every event of a type states beside its facts. */
final class Envelope {
    static final List<String> FIELDS = List.of(
            EventFields.EVENT_ID,
            EventFields.SCHEMA_VERSION,
            EventFields.EVENT_TYPE,
            EventFields.OWNER,
            EventFields.ORDER_ID,
            EventFields.EVENT_AT,
            EventFields.EVENT_AT_INFERRED,
            EventFields.OBSERVED_UNTIL);

    /** They are the first of every event's schema, so that their places are the same in all its parts. */
    static final long BITS = (1L << FIELDS.size()) - 1;

    private final EventType type;
    private final boolean inferred;
    private final Field eventId;
    private final Field schemaVersion;
    private final Field eventType;
    private final Field owner;
    private final Field orderId;
    private final Field eventAt;
    private final Field eventAtInferred;
    private final Field observedUntil;

    Envelope(EventType type, boolean inferred) {
        this.type = type;
        this.inferred = inferred;
        Schema schema = EventSchemas.of(type);
        this.eventId = schema.field(EventFields.EVENT_ID);
        this.schemaVersion = schema.field(EventFields.SCHEMA_VERSION);
        this.eventType = schema.field(EventFields.EVENT_TYPE);
        this.owner = schema.field(EventFields.OWNER);
        this.orderId = schema.field(EventFields.ORDER_ID);
        this.eventAt = schema.field(EventFields.EVENT_AT);
        this.eventAtInferred = schema.field(EventFields.EVENT_AT_INFERRED);
        this.observedUntil = schema.field(EventFields.OBSERVED_UNTIL);
    }

    /** In an order that is the same in every process, so that the records are. */
    static Map<String, String> headers(EventType type) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(EventFields.EVENT_TYPE, type.name());
        headers.put(EventFields.OWNER, type.owner().name());
        return headers;
    }

    void fill(Struct struct, String key, long at, long asOf) {
        struct.put(eventId, EventId.of(key, type.name(), Instant.ofEpochMilli(at)));
        struct.put(schemaVersion, FulfillmentEvent.SCHEMA_VERSION);
        struct.put(eventType, type.name());
        struct.put(owner, type.owner().name());
        struct.put(orderId, key);
        struct.put(eventAt, new Date(at));
        struct.put(eventAtInferred, inferred);
        struct.put(observedUntil, new Date(asOf));
    }
}
