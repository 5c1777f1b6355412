package org.fulfillmentconnect.model;

import static org.apache.kafka.connect.data.Schema.BOOLEAN_SCHEMA;
import static org.apache.kafka.connect.data.Schema.INT32_SCHEMA;
import static org.apache.kafka.connect.data.Schema.OPTIONAL_BOOLEAN_SCHEMA;
import static org.apache.kafka.connect.data.Schema.OPTIONAL_INT32_SCHEMA;
import static org.apache.kafka.connect.data.Schema.OPTIONAL_INT64_SCHEMA;
import static org.apache.kafka.connect.data.Schema.OPTIONAL_STRING_SCHEMA;
import static org.apache.kafka.connect.data.Schema.STRING_SCHEMA;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;

/** The Connect schema of each event type: the envelope and that type's facts only. */
public final class EventSchemas {
    private static final String NAMESPACE = "org.fulfillmentconnect.";
    private static final Schema OPTIONAL_TIMESTAMP =
            Timestamp.builder().optional().build();

    static final Schema WAREHOUSE = SchemaBuilder.struct()
            .name(NAMESPACE + "Warehouse")
            .version(FulfillmentEvent.SCHEMA_VERSION)
            .field(EventFields.SELLER_ID, STRING_SCHEMA)
            .field(EventFields.SELLER_CITY, OPTIONAL_STRING_SCHEMA)
            .field(EventFields.SELLER_REGION, OPTIONAL_STRING_SCHEMA)
            .field(EventFields.ITEMS, INT32_SCHEMA)
            .field(EventFields.SHIPPING_LIMIT_AT, OPTIONAL_TIMESTAMP)
            .build();

    private static final Map<Partial, Schema> PARTIAL = new ConcurrentHashMap<>();
    private static final Map<EventType, Schema> BY_TYPE = new EnumMap<>(EventType.class);

    static {
        for (EventType type : EventType.values()) {
            BY_TYPE.put(type, build(type));
        }
    }

    private EventSchemas() {}

    /** The schema, version 1, of this type of event. */
    public static Schema of(EventType type) {
        return Objects.requireNonNull(BY_TYPE.get(type));
    }

    /**
     * The schema of this type without the facts that are absent: an optional field that is there but empty would be written
     * as null. There are few such combinations, and each is built once.
     *
     * @param fields which fields of {@link #of(EventType)} are present, bit n for the one with index n
     */
    public static Schema of(EventType type, int fields) {
        Schema whole = of(type);
        if (fields == (1 << whole.fields().size()) - 1) {
            return whole;
        }
        return PARTIAL.computeIfAbsent(new Partial(type, fields), EventSchemas::build);
    }

    private record Partial(EventType type, int fields) {}

    private static Schema build(Partial partial) {
        Schema whole = of(partial.type());
        SchemaBuilder schema = SchemaBuilder.struct().name(whole.name()).version(whole.version());
        for (Field field : whole.fields()) {
            if ((partial.fields() & 1 << field.index()) != 0) {
                schema.field(field.name(), field.schema());
            }
        }
        return schema.build();
    }

    private static Schema build(EventType type) {
        SchemaBuilder schema = envelope(type);
        switch (type) {
            case ORDER_PLACED ->
                schema.field(EventFields.CUSTOMER_ID, OPTIONAL_STRING_SCHEMA)
                        .field(EventFields.CUSTOMER_UNIQUE_ID, OPTIONAL_STRING_SCHEMA)
                        .field(EventFields.CUSTOMER_CITY, OPTIONAL_STRING_SCHEMA)
                        .field(EventFields.CUSTOMER_REGION, OPTIONAL_STRING_SCHEMA)
                        .field(EventFields.PROMISED_AT, OPTIONAL_TIMESTAMP)
                        .field(EventFields.ITEM_COUNT, OPTIONAL_INT32_SCHEMA)
                        .field(EventFields.ITEMS_VALUE_CENTS, OPTIONAL_INT64_SCHEMA)
                        .field(EventFields.FREIGHT_VALUE_CENTS, OPTIONAL_INT64_SCHEMA);
            case ORDER_APPROVED -> {}
            case WAREHOUSE_ASSIGNED ->
                schema.field(
                        EventFields.WAREHOUSES,
                        SchemaBuilder.array(WAREHOUSE).optional().build());
            case HANDED_TO_CARRIER ->
                schema.field(EventFields.SHIPPING_LIMIT_AT, OPTIONAL_TIMESTAMP)
                        .field(EventFields.HANDOFF_LATE, OPTIONAL_BOOLEAN_SCHEMA)
                        .field(EventFields.HANDOFF_DELAY_SECONDS, OPTIONAL_INT64_SCHEMA);
            case DELIVERED ->
                schema.field(EventFields.PROMISED_AT, OPTIONAL_TIMESTAMP)
                        .field(EventFields.DUE_AT, OPTIONAL_TIMESTAMP)
                        .field(EventFields.DELAYED, OPTIONAL_BOOLEAN_SCHEMA)
                        .field(EventFields.DELAY_SECONDS, OPTIONAL_INT64_SCHEMA);
            case DELIVERY_DUE ->
                schema.field(EventFields.PROMISED_AT, OPTIONAL_TIMESTAMP)
                        .field(EventFields.DELIVERED_AT, OPTIONAL_TIMESTAMP)
                        .field(EventFields.PROMISE, OPTIONAL_STRING_SCHEMA);
            case DELIVERY_DELAYED ->
                schema.field(EventFields.PROMISED_AT, OPTIONAL_TIMESTAMP)
                        .field(EventFields.POLICY, OPTIONAL_STRING_SCHEMA);
            case ORDER_CANCELLED -> schema.field(EventFields.REASON, OPTIONAL_STRING_SCHEMA);
        }
        return schema.build();
    }

    private static SchemaBuilder envelope(EventType type) {
        return SchemaBuilder.struct()
                .name(NAMESPACE + camelCase(type.name()))
                .version(FulfillmentEvent.SCHEMA_VERSION)
                .field(EventFields.EVENT_ID, STRING_SCHEMA)
                .field(EventFields.SCHEMA_VERSION, INT32_SCHEMA)
                .field(EventFields.EVENT_TYPE, STRING_SCHEMA)
                .field(EventFields.OWNER, STRING_SCHEMA)
                .field(EventFields.ORDER_ID, STRING_SCHEMA)
                .field(EventFields.EVENT_AT, Timestamp.SCHEMA)
                .field(EventFields.EVENT_AT_INFERRED, BOOLEAN_SCHEMA)
                .field(EventFields.OBSERVED_UNTIL, Timestamp.SCHEMA);
    }

    private static String camelCase(String upperSnake) {
        return Stream.of(upperSnake.split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
