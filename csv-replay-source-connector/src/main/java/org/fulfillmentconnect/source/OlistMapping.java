package org.fulfillmentconnect.source;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fulfillmentconnect.model.Promise;

/** The orders of the Olist data set: orders with their customers, items and sellers. */
final class OlistMapping implements Mapping {
    static final String NAME = "olist";

    /** To be raised with every change of the rules that changes the events. */
    private static final int RULES = 1;

    /** Olist promises a date. */
    static final Promise PROMISE = Promise.DAY;

    static final TableFormat SELLERS =
            new TableFormat("olist_sellers_dataset.csv", List.of("seller_id", "seller_city", "seller_state"));
    static final TableFormat CUSTOMERS = new TableFormat(
            "olist_customers_dataset.csv",
            List.of("customer_id", "customer_unique_id", "customer_city", "customer_state"));
    static final TableFormat ORDERS = new TableFormat(
            "olist_orders_dataset.csv",
            List.of(
                    "order_id",
                    "customer_id",
                    "order_status",
                    "order_purchase_timestamp",
                    "order_approved_at",
                    "order_delivered_carrier_date",
                    "order_delivered_customer_date",
                    "order_estimated_delivery_date"));
    static final TableFormat ITEMS = new TableFormat(
            "olist_order_items_dataset.csv",
            List.of("order_id", "seller_id", "shipping_limit_date", "price", "freight_value"));

    @Override
    public List<TableFormat> tables() {
        return List.of(ORDERS, CUSTOMERS, ITEMS, SELLERS);
    }

    @Override
    public Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("mapping", NAME + '/' + RULES);
        identity.put("promise", PROMISE.wireName());
        return identity;
    }

    @Override
    public Read read(SnapshotInput input, Consumer<PlannedRecord> plan) throws IOException {
        return new OlistJoin(input).read(plan);
    }
}
