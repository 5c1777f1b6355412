package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.EventSchemas;
import org.fulfillmentconnect.model.EventType;
import org.fulfillmentconnect.model.FulfillmentEvent;

/**
 * One event as a document of the timeline: its fields, its state and its rank, times as ISO-8601.
 *
 * @param version what the event's record knew, in epoch milliseconds: of two records of the same event the one that knew
 *     more stands
 */
// Never compared or printed; the bytes go to the server as they are.
@SuppressWarnings("ArrayRecordComponent")
record TimelineDocument(String eventId, long version, byte[] source) implements Mergeable<TimelineDocument> {
    private static final Set<String> TIMES = Stream.of(EventType.values())
            .map(EventSchemas::of)
            .flatMap(TimelineDocument::timesOf)
            .collect(Collectors.toUnmodifiableSet());

    private static Stream<String> timesOf(Schema schema) {
        return switch (schema.type()) {
            case STRUCT ->
                schema.fields().stream()
                        .flatMap(field -> isTime(field) ? Stream.of(field.name()) : timesOf(field.schema()));
            case ARRAY -> timesOf(schema.valueSchema());
            default -> Stream.empty();
        };
    }

    private static boolean isTime(Field field) {
        return Timestamp.LOGICAL_NAME.equals(field.schema().name());
    }

    static TimelineDocument of(FulfillmentEvent event, State state) {
        Map<String, Object> body = EventCodec.toMap(event);
        byte[] source = JsonDocument.bytes(out -> {
            out.putAll(body, TIMES::contains);
            out.put(EventFields.TO_STATE, state.name());
            out.put(EventFields.STATE_RANK, state.rank());
        });
        return new TimelineDocument(event.eventId(), event.observedUntil().toEpochMilli(), source);
    }

    /**
     * Reads a stored document back.
     *
     * @throws DataException if these bytes are no such document
     */
    static TimelineDocument read(byte[] body, int offset, int length) {
        String eventId = null;
        String observedUntil = null;
        try (JsonParser json = JsonDocument.MAPPER.getFactory().createParser(body, offset, length)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case EventFields.EVENT_ID -> eventId = json.getText();
                    case EventFields.OBSERVED_UNTIL -> observedUntil = json.getText();
                    default -> json.skipChildren();
                }
            }
            if (eventId == null || observedUntil == null) {
                throw new DataException("it lacks one of the fields eventId and observedUntil");
            }
            long version = Instant.parse(observedUntil).toEpochMilli();
            return new TimelineDocument(eventId, version, Arrays.copyOfRange(body, offset, offset + length));
        } catch (IOException | DateTimeException e) {
            throw new DataException("it is no JSON of an event", e);
        }
    }

    @Override
    public String id() {
        return eventId;
    }

    /** Of two documents of the same event, the one that stands; decided by what they say, never by which came first. */
    @Override
    public TimelineDocument merge(TimelineDocument other) {
        if (version != other.version) {
            return version > other.version ? this : other;
        }
        return Arrays.compare(source, other.source) >= 0 ? this : other;
    }

    @Override
    public byte[] json() {
        return source;
    }
}
