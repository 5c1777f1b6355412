package org.fulfillmentconnect.source.mapping;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.EventSchemas;
import org.fulfillmentconnect.model.EventType;
import org.jspecify.annotations.Nullable;

/** Reads the events that are made of a record's rows. Their schemas are given. */
final class EventReader {
    /** In the order in which the events of one order at one instant happen. */
    private static final List<EventType> STEPS = List.of(EventType.values());

    /** What only the judge of lateness may state. */
    private static final Set<EventType> VERDICTS = EnumSet.of(EventType.DELIVERY_DELAYED);

    private static final Set<String> JUDGED = Set.of(
            EventFields.HANDOFF_LATE,
            EventFields.HANDOFF_DELAY_SECONDS,
            EventFields.DELAYED,
            EventFields.DELAY_SECONDS,
            EventFields.POLICY);

    private EventReader() {}

    static List<Output> read(JsonPlace record, Node root) {
        for (String setting : List.of("topic", "schema", "at")) {
            if (record.has(setting)) {
                record.at(setting)
                        .problem("events have the connector's topic and their own schemas and times;"
                                + " expected no such setting");
            }
        }
        Set<EventType> seen = EnumSet.noneOf(EventType.class);
        List<Output> outputs = new ArrayList<>();
        for (JsonPlace place : record.at("events").items()) {
            EventType type = type(place.at("type")).orElse(null);
            if (type == null) {
                continue;
            }
            if (!seen.add(type)) {
                place.at("type").problem(type + " stands there twice; expected each type once");
            }
            outputs.add(event(place, type, root));
        }
        return outputs;
    }

    private static Optional<EventType> type(JsonPlace place) {
        Optional<EventType> type = EventType.named(place.text()).filter(named -> !VERDICTS.contains(named));
        if (type.isEmpty()) {
            place.problem("expected one of "
                    + Stream.of(EventType.values())
                            .filter(named -> !VERDICTS.contains(named))
                            .map(EventType::name)
                            .collect(Collectors.joining(", "))
                    + (EventType.named(place.text()).isPresent() ? "; the verdict is the judge's alone" : ""));
        }
        return type;
    }

    private static Output event(JsonPlace place, EventType type, Node root) {
        ValueReader values = ValueReader.ofRecord(root);
        Schema whole = EventSchemas.of(type);
        JsonPlace stated =
                place.at("facts").without(JUDGED, "only the judge of lateness may state it; expected no such fact");
        ValueReader.Fields facts = values.fields(stated, factsOf(whole));
        Output.Rules rules = new Output.Rules(
                time(place.at("at"), values), condition(place.at("when"), values), List.copyOf(facts.values()));
        return new Output(
                type.name(),
                null,
                STEPS.indexOf(type),
                Envelope.headers(type),
                rules,
                new Layout(whole, facts.types(), Envelope.BITS, bits -> EventSchemas.of(type, (int) bits)),
                new Envelope(type, place.flag("inferred")));
    }

    /** The fields of an event that the source may state. */
    private static Schema factsOf(Schema whole) {
        SchemaBuilder facts = SchemaBuilder.struct();
        for (Field field : whole.fields()) {
            if (!Envelope.FIELDS.contains(field.name()) && !JUDGED.contains(field.name())) {
                facts.field(field.name(), field.schema());
            }
        }
        return facts.build();
    }

    /** Null where there is none, or where it is wrong, which was said then. */
    static @Nullable Value time(JsonPlace place, ValueReader values) {
        if (!place.exists()) {
            return null;
        }
        Optional<Typed> time = values.read(place);
        if (time.isPresent() && !time.get().type().equals(new ValueType.One(Type.TIME))) {
            place.problem("expected time but found " + time.get().type().word());
        }
        return time.map(Typed::value).orElse(null);
    }

    static @Nullable Condition condition(JsonPlace place, ValueReader values) {
        return place.exists() ? values.conditions().read(place).orElse(null) : null;
    }
}
