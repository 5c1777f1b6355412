package org.fulfillmentconnect.projection;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.connect.errors.DataException;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.EventType;
import org.fulfillmentconnect.model.FieldReader;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.jspecify.annotations.Nullable;

/** From a record's value to what it contributes to the projection. */
final class EventReader {
    /** What Elasticsearch takes as {@code _id}; it refuses a whole bulk for a longer one. */
    private static final int MAX_ID_BYTES = 512;

    private static final int MAX_BYTES_PER_CHAR = 3;

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private EventReader() {}

    /**
     * What this value of a record contributes; empty where it is nothing to project: a tombstone, or the raw fact that
     * the promised time came, which says nothing about lateness until the judge has turned it into a verdict.
     *
     * @throws DataException if it is no event that this version knows, or lacks its state
     */
    static Optional<ProjectedEvent> read(@Nullable Object value) {
        if (value == null) {
            return Optional.empty();
        }
        FulfillmentEvent event = EventCodec.read(value);
        if (event.type() == EventType.DELIVERY_DUE) {
            return Optional.empty();
        }
        EventCodec.write(event, new UnicodeCheck());
        checkId(EventFields.EVENT_ID, event.eventId());
        checkId(EventFields.ORDER_ID, event.orderId());
        checkTime(EventFields.EVENT_AT, event.eventAt());
        checkTime(EventFields.OBSERVED_UNTIL, event.observedUntil());
        State state = state(FieldReader.of(value));
        return Optional.of(new ProjectedEvent(event, state));
    }

    private static State state(FieldReader in) {
        String name = in.string(EventFields.TO_STATE);
        Integer rank = in.integer(EventFields.STATE_RANK);
        if (name == null || rank == null) {
            throw new DataException((name == null ? EventFields.TO_STATE : EventFields.STATE_RANK)
                    + ": required but missing; the connector's transforms must include DeriveState");
        }
        return new State(rank, name);
    }

    private static void checkId(String field, String id) {
        if (!id.isEmpty() && id.length() * MAX_BYTES_PER_CHAR <= MAX_ID_BYTES) {
            return;
        }
        int bytes = id.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_ID_BYTES) {
            throw new DataException(field + ": expected 1 to " + MAX_ID_BYTES + " bytes but found " + bytes);
        }
    }

    private static void checkTime(String field, Instant time) {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new DataException(field + ": expected a time of the years 1970 to 9999");
        }
    }
}
