package org.fulfillmentconnect.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Between the typed event and its two wire forms: a {@link Struct} with the schema of its type, and a schemaless map
 * with times in epoch milliseconds, as {@code JsonConverter} reads it. Absent facts are not written.
 */
public final class EventCodec {
    private EventCodec() {}

    public static Struct toStruct(FulfillmentEvent event) {
        EventWriter writer = new EventWriter(event.type());
        write(event, writer);
        return writer.value();
    }

    public static Map<String, Object> toMap(FulfillmentEvent event) {
        MapWriter writer = new MapWriter(new LinkedHashMap<>());
        write(event, writer);
        return writer.map();
    }

    /**
     * Reads either wire form. Fields that this version does not know are passed over.
     *
     * @throws UnsupportedEventException if the event type or schema version is not known
     * @throws DataException if the value is no event, naming the field that is missing or mistyped
     */
    public static FulfillmentEvent read(@Nullable Object value) {
        FieldReader in = FieldReader.of(value);
        String typeName = in.requiredString(EventFields.EVENT_TYPE);
        long version = in.requiredLong(EventFields.SCHEMA_VERSION);
        if (version < 1 || version > FulfillmentEvent.SCHEMA_VERSION) {
            String message = "schemaVersion: expected 1 to " + FulfillmentEvent.SCHEMA_VERSION + " but found " + version
                    + " (eventType " + typeName + ")";
            throw version < 1
                    ? new DataException(message)
                    : new UnsupportedEventException(UnsupportedEventException.Cause.NEWER_SCHEMA_VERSION, message);
        }
        EventType type = EventType.named(typeName)
                .orElseThrow(() -> new UnsupportedEventException(
                        UnsupportedEventException.Cause.EVENT_TYPE,
                        "eventType: " + typeName + " is not known; expected one of " + List.of(EventType.values())));
        String owner = in.requiredString(EventFields.OWNER);
        if (!owner.equals(type.owner().name())) {
            throw new DataException("owner: " + type + " may only be stated by " + type.owner());
        }
        return new FulfillmentEvent(
                in.requiredString(EventFields.EVENT_ID),
                in.requiredString(EventFields.ORDER_ID),
                in.requiredTime(EventFields.EVENT_AT),
                in.requiredBoolean(EventFields.EVENT_AT_INFERRED),
                in.requiredTime(EventFields.OBSERVED_UNTIL),
                readFacts(type, in));
    }

    private static Facts readFacts(EventType type, FieldReader in) {
        return switch (type) {
            case ORDER_PLACED ->
                new Facts.OrderPlaced(
                        in.string(EventFields.CUSTOMER_ID),
                        in.string(EventFields.CUSTOMER_UNIQUE_ID),
                        in.string(EventFields.CUSTOMER_CITY),
                        in.string(EventFields.CUSTOMER_REGION),
                        in.time(EventFields.PROMISED_AT),
                        in.integer(EventFields.ITEM_COUNT),
                        in.longInteger(EventFields.ITEMS_VALUE_CENTS),
                        in.longInteger(EventFields.FREIGHT_VALUE_CENTS));
            case ORDER_APPROVED -> new Facts.OrderApproved();
            case WAREHOUSE_ASSIGNED -> new Facts.WarehouseAssigned(warehouses(in.list(EventFields.WAREHOUSES)));
            case HANDED_TO_CARRIER ->
                new Facts.HandedToCarrier(
                        in.time(EventFields.SHIPPING_LIMIT_AT),
                        in.bool(EventFields.HANDOFF_LATE),
                        in.longInteger(EventFields.HANDOFF_DELAY_SECONDS));
            case DELIVERED ->
                new Facts.Delivered(
                        in.time(EventFields.PROMISED_AT),
                        in.time(EventFields.DUE_AT),
                        in.bool(EventFields.DELAYED),
                        in.longInteger(EventFields.DELAY_SECONDS));
            case DELIVERY_DUE ->
                new Facts.DeliveryDue(
                        in.time(EventFields.PROMISED_AT),
                        in.time(EventFields.DELIVERED_AT),
                        in.string(EventFields.PROMISE));
            case DELIVERY_DELAYED ->
                new Facts.DeliveryDelayed(in.time(EventFields.PROMISED_AT), in.string(EventFields.POLICY));
            case ORDER_CANCELLED -> new Facts.OrderCancelled(in.string(EventFields.REASON));
        };
    }

    private static @Nullable List<Facts.Warehouse> warehouses(@Nullable List<?> items) {
        if (items == null) {
            return null;
        }
        List<Facts.Warehouse> warehouses = new ArrayList<>(items.size());
        for (Object item : items) {
            try {
                warehouses.add(warehouse(FieldReader.of(item)));
            } catch (DataException e) {
                throw new DataException(EventFields.WAREHOUSES + "[" + warehouses.size() + "]: " + e.getMessage(), e);
            }
        }
        return warehouses;
    }

    private static Facts.Warehouse warehouse(FieldReader in) {
        return new Facts.Warehouse(
                in.requiredString(EventFields.SELLER_ID),
                in.string(EventFields.SELLER_CITY),
                in.string(EventFields.SELLER_REGION),
                in.requiredInteger(EventFields.ITEMS),
                in.time(EventFields.SHIPPING_LIMIT_AT));
    }

    /** Writes all fields of an event that are present. */
    public static void write(FulfillmentEvent event, FieldWriter out) {
        out.put(EventFields.EVENT_ID, event.eventId());
        out.put(EventFields.SCHEMA_VERSION, FulfillmentEvent.SCHEMA_VERSION);
        out.put(EventFields.EVENT_TYPE, event.type().name());
        out.put(EventFields.OWNER, event.type().owner().name());
        out.put(EventFields.ORDER_ID, event.orderId());
        out.put(EventFields.EVENT_AT, event.eventAt());
        out.put(EventFields.EVENT_AT_INFERRED, event.eventAtInferred());
        out.put(EventFields.OBSERVED_UNTIL, event.observedUntil());
        writeFacts(event.facts(), out);
    }

    private static void writeFacts(Facts facts, FieldWriter out) {
        if (facts instanceof Facts.OrderPlaced placed) {
            out.put(EventFields.CUSTOMER_ID, placed.customerId());
            out.put(EventFields.CUSTOMER_UNIQUE_ID, placed.customerUniqueId());
            out.put(EventFields.CUSTOMER_CITY, placed.customerCity());
            out.put(EventFields.CUSTOMER_REGION, placed.customerRegion());
            out.put(EventFields.PROMISED_AT, placed.promisedAt());
            out.put(EventFields.ITEM_COUNT, placed.itemCount());
            out.put(EventFields.ITEMS_VALUE_CENTS, placed.itemsValueCents());
            out.put(EventFields.FREIGHT_VALUE_CENTS, placed.freightValueCents());
        } else if (facts instanceof Facts.WarehouseAssigned assigned) {
            if (assigned.warehouses() != null) {
                out.put(
                        EventFields.WAREHOUSES,
                        assigned.warehouses().stream()
                                .map(warehouse -> warehouse(warehouse, out))
                                .toList());
            }
        } else if (facts instanceof Facts.HandedToCarrier handed) {
            out.put(EventFields.SHIPPING_LIMIT_AT, handed.shippingLimitAt());
            out.put(EventFields.HANDOFF_LATE, handed.handoffLate());
            out.put(EventFields.HANDOFF_DELAY_SECONDS, handed.handoffDelaySeconds());
        } else if (facts instanceof Facts.Delivered delivered) {
            out.put(EventFields.PROMISED_AT, delivered.promisedAt());
            out.put(EventFields.DUE_AT, delivered.dueAt());
            out.put(EventFields.DELAYED, delivered.delayed());
            out.put(EventFields.DELAY_SECONDS, delivered.delaySeconds());
        } else if (facts instanceof Facts.DeliveryDue due) {
            out.put(EventFields.PROMISED_AT, due.promisedAt());
            out.put(EventFields.DELIVERED_AT, due.deliveredAt());
            out.put(EventFields.PROMISE, due.promise());
        } else if (facts instanceof Facts.DeliveryDelayed delayed) {
            out.put(EventFields.PROMISED_AT, delayed.promisedAt());
            out.put(EventFields.POLICY, delayed.policy());
        } else if (facts instanceof Facts.OrderCancelled cancelled) {
            out.put(EventFields.REASON, cancelled.reason());
        }
    }

    private static Object warehouse(Facts.Warehouse warehouse, FieldWriter parent) {
        FieldWriter out = parent.nestedWarehouse();
        out.put(EventFields.SELLER_ID, warehouse.sellerId());
        out.put(EventFields.SELLER_CITY, warehouse.sellerCity());
        out.put(EventFields.SELLER_REGION, warehouse.sellerRegion());
        out.put(EventFields.ITEMS, warehouse.items());
        out.put(EventFields.SHIPPING_LIMIT_AT, warehouse.shippingLimitAt());
        return out.value();
    }

    /** Gathers the fields that are present before it chooses the schema that has just these. */
    private static final class EventWriter implements FieldWriter {
        private final EventType type;
        private final Schema schema;
        private final Map<Field, Object> present = new LinkedHashMap<>();
        private int fields;

        EventWriter(EventType type) {
            this.type = type;
            this.schema = EventSchemas.of(type);
        }

        @Override
        public void put(String name, @Nullable Object value) {
            if (value != null) {
                Field field = schema.field(name);
                fields |= 1 << field.index();
                present.put(field, value instanceof Instant instant ? Date.from(instant) : value);
            }
        }

        @Override
        public FieldWriter nestedWarehouse() {
            return new StructWriter(new Struct(EventSchemas.WAREHOUSE));
        }

        @Override
        public Struct value() {
            Struct struct = new Struct(EventSchemas.of(type, fields));
            present.forEach((field, value) -> struct.put(field.name(), value));
            return struct;
        }
    }

    private record StructWriter(Struct struct) implements FieldWriter {
        @Override
        public void put(String name, @Nullable Object value) {
            if (value != null) {
                struct.put(name, value instanceof Instant instant ? Date.from(instant) : value);
            }
        }

        @Override
        public FieldWriter nestedWarehouse() {
            return new StructWriter(new Struct(EventSchemas.WAREHOUSE));
        }

        @Override
        public Object value() {
            return struct;
        }
    }

    private record MapWriter(Map<String, Object> map) implements FieldWriter {
        @Override
        public void put(String name, @Nullable Object value) {
            if (value != null) {
                map.put(name, value instanceof Instant instant ? (Object) instant.toEpochMilli() : value);
            }
        }

        @Override
        public FieldWriter nestedWarehouse() {
            return new MapWriter(new LinkedHashMap<>());
        }

        @Override
        public Object value() {
            return map;
        }
    }
}
