package org.fulfillmentconnect.projection;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Timestamp;
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
record TimelineDocument(String eventId, long version, byte[] source) {
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

    /** Of two documents of the same event, the one that stands; decided by what they say, never by which came first. */
    TimelineDocument orGreater(TimelineDocument other) {
        if (version != other.version) {
            return version > other.version ? this : other;
        }
        return Arrays.compare(source, other.source) >= 0 ? this : other;
    }
}
