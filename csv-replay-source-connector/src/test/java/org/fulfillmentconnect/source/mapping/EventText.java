package org.fulfillmentconnect.source.mapping;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.FulfillmentEvent;

/** Events as text: {@code order TYPE eventAt facts}, the facts sorted by name. */
public final class EventText {
    private EventText() {}

    public static String of(FulfillmentEvent event) {
        Stream<String> facts = EventCodec.toMap(event).entrySet().stream()
                .filter(fact -> !Envelope.FIELDS.contains(fact.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .map(fact -> fact.getKey() + "=" + text(fact.getKey(), fact.getValue()));
        return Stream.concat(
                        Stream.of(
                                event.orderId(),
                                event.type().name(),
                                event.eventAt().toString()),
                        facts)
                .collect(Collectors.joining(" "));
    }

    private static String text(String name, Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(item -> text("", item)).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                    .map(entry -> entry.getKey() + "=" + text(entry.getKey().toString(), entry.getValue()))
                    .collect(Collectors.joining(" ", "{", "}"));
        }
        return name.endsWith("At") ? Instant.ofEpochMilli((Long) value).toString() : value.toString();
    }
}
