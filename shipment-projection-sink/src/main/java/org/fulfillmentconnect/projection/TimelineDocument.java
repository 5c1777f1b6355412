package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.connect.errors.DataException;
import org.fulfillmentconnect.model.EventFields;
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
    static TimelineDocument of(FulfillmentEvent event, State state) {
        byte[] source = JsonDocument.bytes(out -> {
            out.putEvent(event, true);
            out.put(EventFields.TO_STATE, state.name());
            out.put(EventFields.STATE_RANK, state.rank());
        });
        return new TimelineDocument(event.eventId(), event.observedUntil().toEpochMilli(), source);
    }

    /**
     * Reads a stored document back.
     *
     * @param expected returned where the stored one is the same
     * @throws DataException if these bytes are no such document
     */
    static TimelineDocument read(byte[] body, int offset, int length, TimelineDocument expected) {
        if (Arrays.equals(body, offset, offset + length, expected.source, 0, expected.source.length)) {
            return expected;
        }
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
