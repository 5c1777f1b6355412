package org.fulfillmentconnect.source.mapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.fulfillmentconnect.source.csv.BadRowException;
import org.jspecify.annotations.Nullable;

/** One kind of what is made of a record's rows: an event type, or the entity record. Safe for several threads. */
public final class Output {
    private final String name;
    private final @Nullable String topic;
    private final int rank;
    private final Map<String, String> headers;
    private final Rules rules;
    private final Layout layout;
    private final @Nullable Envelope envelope;

    Output(
            String name,
            @Nullable String topic,
            int rank,
            Map<String, String> headers,
            Rules rules,
            Layout layout,
            @Nullable Envelope envelope) {
        this.name = name;
        this.topic = topic;
        this.rank = rank;
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        this.rules = rules;
        this.layout = layout;
        this.envelope = envelope;
    }

    /**
     * From rows to a record's values.
     *
     * @param at when it happened; null for as-of
     * @param when what must hold; null if nothing must
     */
    record Rules(@Nullable Value at, @Nullable Condition when, List<Value> fields) {}

    /**
     * The values of a record.
     *
     * @param at when it happened, in epoch milliseconds
     * @param fields String, Long, Double, Boolean, {@code List<Object>}, or {@code Object[]} for an object in a list;
     *     null if absent
     */
    @SuppressWarnings("ArrayRecordComponent") // As many as records, and nobody compares them.
    public record Evaluated(long at, @Nullable Object[] fields) {}

    /** The event's type, or the name of the kind of record. */
    public String name() {
        return name;
    }

    /** Whether it is an event of the log; an entity record otherwise. */
    public boolean isEvent() {
        return envelope != null;
    }

    /** Where it is written; null for the connector's own topic. */
    public @Nullable String topic() {
        return topic;
    }

    /** Decides between records of the same key at the same time: lower first. */
    public int rank() {
        return rank;
    }

    /** How many fields {@link Evaluated} has. */
    public int fieldCount() {
        return rules.fields().size();
    }

    /** The record's headers, in their order. */
    public Map<String, String> headers() {
        return headers;
    }

    /**
     * The values for these rows; null if there is no such record: it has no time, or one after as-of, or its condition
     * does not hold.
     *
     * @param root with what was joined to it, and without what was observed after as-of
     * @throws BadRowException if a value cannot be written, naming the field
     */
    public @Nullable Evaluated evaluate(Row root, Context context) throws BadRowException {
        List<Row> rows = List.of(root);
        if (rules.when() != null && !rules.when().holds(rows)) {
            return null;
        }
        Long at = rules.at() == null ? (Long) context.asOf() : (Long) rules.at().of(rows, context);
        if (at == null || at > context.asOf()) {
            return null;
        }
        List<Value> values = rules.fields();
        @Nullable Object[] fields = new Object[values.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = values.get(i).of(rows, context);
        }
        return new Evaluated(at, fields);
    }

    /**
     * The record's value, with a schema that has just the fields that are present.
     *
     * @param at as evaluated
     * @param asOf the instant up to which the data know the world, in epoch milliseconds
     * @param fields as evaluated
     */
    public Struct build(String key, long at, long asOf, @Nullable Object[] fields) {
        Struct struct = layout.struct(fields);
        if (envelope != null) {
            envelope.fill(struct, key, at, asOf);
        }
        return struct;
    }
}
