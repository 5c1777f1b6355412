package org.fulfillmentconnect.kpi;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.EventFields;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.jspecify.annotations.Nullable;

/**
 * From a record to what it tells the KPIs. What PostgreSQL could not store is refused here, so that one record never holds
 * up the others of its transaction.
 */
final class FactReader {
    static final int MAX_ID_LENGTH = 255;
    static final int MAX_REGION_LENGTH = 100;

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private FactReader() {}

    /**
     * The facts of the record's event, or null if it tells the KPIs nothing.
     *
     * @throws DataException if it is no event or cannot be stored; the message names the field, never its value
     */
    static @Nullable PendingFacts read(SinkRecord record) {
        if (record.value() == null) {
            return null;
        }
        FulfillmentEvent event = EventCodec.read(record.value());
        checkId(EventFields.ORDER_ID, event.orderId());
        checkId(EventFields.EVENT_ID, event.eventId());
        checkTime(EventFields.EVENT_AT, event.eventAt());
        checkFacts(event.facts());
        OrderFacts facts = OrderFacts.of(event);
        return facts.equals(OrderFacts.NONE)
                ? null
                : new PendingFacts(
                        record,
                        PendingFacts.partitionOf(record),
                        event.orderId(),
                        event.eventAt().toEpochMilli(),
                        facts);
    }

    private static void checkFacts(Facts facts) {
        if (facts instanceof Facts.OrderPlaced placed) {
            checkRegion(EventFields.CUSTOMER_REGION, placed.customerRegion());
        } else if (facts instanceof Facts.WarehouseAssigned assigned) {
            List<Facts.Warehouse> warehouses = assigned.warehouses();
            if (warehouses != null) {
                warehouses.forEach(FactReader::checkWarehouse);
            }
        } else if (facts instanceof Facts.Delivered delivered) {
            checkTime(EventFields.DUE_AT, delivered.dueAt());
        }
    }

    private static void checkWarehouse(Facts.Warehouse warehouse) {
        checkId(EventFields.SELLER_ID, warehouse.sellerId());
        checkRegion(EventFields.SELLER_REGION, warehouse.sellerRegion());
        checkTime(EventFields.SHIPPING_LIMIT_AT, warehouse.shippingLimitAt());
    }

    private static void checkTime(String field, @Nullable Instant time) {
        if (time != null && (time.isBefore(FIRST) || time.isAfter(LAST))) {
            throw new DataException(field + ": expected a time from the year 1970 to 9999");
        }
    }

    private static void checkId(String field, String id) {
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
            throw new DataException(
                    field + ": expected 1 to " + MAX_ID_LENGTH + " characters but found " + id.length());
        }
        checkText(field, id);
    }

    private static void checkRegion(String field, @Nullable String region) {
        if (region == null) {
            return;
        }
        if (region.length() > MAX_REGION_LENGTH) {
            throw new DataException(
                    field + ": expected at most " + MAX_REGION_LENGTH + " characters but found " + region.length());
        }
        checkText(field, region);
    }

    /** PostgreSQL has no NUL in text, UTF-8 no half of a surrogate pair; no other control character names anything. */
    private static void checkText(String field, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isPair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (isPair) {
                i++;
            } else if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                throw new DataException(field + ": expected text without control characters and unpaired surrogates");
            }
        }
    }
}
