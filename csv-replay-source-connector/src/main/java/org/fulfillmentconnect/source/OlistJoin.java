package org.fulfillmentconnect.source;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One reading of the Olist files: joins each order with its customer, its items and their sellers, in memory. */
final class OlistJoin {
    private static final Set<String> CANCEL_STATUSES = Set.of("canceled", "unavailable");

    private final SnapshotInput input;
    private final LocalTimes times;
    private final Map<String, OlistOrder.Seller> sellers = new HashMap<>();
    private final Map<String, OlistOrder.Customer> customers = new HashMap<>();
    private final Map<String, OlistOrder> orders = new LinkedHashMap<>();
    /** Cities and regions repeat: one object each. */
    private final Map<String, String> places = new HashMap<>();

    OlistJoin(SnapshotInput input) {
        this.input = input;
        this.times = new LocalTimes(input.settings().zone());
    }

    Mapping.Read read(Consumer<PlannedRecord> plan) throws IOException {
        input.forEachRow(OlistMapping.SELLERS, this::seller);
        input.forEachRow(OlistMapping.CUSTOMERS, this::customer);
        input.forEachRow(OlistMapping.ORDERS, this::order);
        input.forEachRow(OlistMapping.ITEMS, this::item);
        Instant asOf = asOf();
        if (asOf != null) {
            OlistEvents events = new OlistEvents(asOf, input.settings().zone(), OlistMapping.PROMISE);
            orders.values().forEach(order -> events.plan(order, plan));
        }
        return new Mapping.Read(asOf, orders.size());
    }

    private @Nullable Instant asOf() {
        Instant setting = input.settings().asOf();
        if (setting != null) {
            return setting;
        }
        return orders.values().stream()
                .map(OlistOrder::latestFact)
                .max(Instant::compareTo)
                .orElse(null);
    }

    private void seller(CsvRow row) throws BadRowException {
        String id = row.requiredText("seller_id");
        OlistOrder.Seller seller =
                new OlistOrder.Seller(id, place(row.text("seller_city")), place(row.text("seller_state")));
        refuseSecond("seller_id", sellers.putIfAbsent(id, seller));
    }

    private void customer(CsvRow row) throws BadRowException {
        String id = row.requiredText("customer_id");
        OlistOrder.Customer customer = new OlistOrder.Customer(
                row.text("customer_unique_id"), place(row.text("customer_city")), place(row.text("customer_state")));
        refuseSecond("customer_id", customers.putIfAbsent(id, customer));
    }

    private void order(CsvRow row) throws BadRowException, IOException {
        String id = row.requiredText("order_id");
        Instant now = input.settings().now();
        String customerId = row.text("customer_id");
        OlistOrder.Customer customer = customerId == null ? null : customers.get(customerId);
        String status = row.text("order_status");
        OlistOrder order = new OlistOrder(
                id,
                customerId,
                customer,
                status != null && CANCEL_STATUSES.contains(status) ? status : null,
                CsvRow.required("order_purchase_timestamp", row.pastTime("order_purchase_timestamp", times, now)),
                row.pastTime("order_approved_at", times, now),
                row.pastTime("order_delivered_carrier_date", times, now),
                row.pastTime("order_delivered_customer_date", times, now),
                row.time("order_estimated_delivery_date", times),
                new ArrayList<>(1));
        refuseSecond("order_id", orders.putIfAbsent(id, order));
        if (customer == null) {
            input.report(OlistMapping.ORDERS, row, notFound("customer_id", customerId, OlistMapping.CUSTOMERS));
        }
    }

    private void item(CsvRow row) throws BadRowException, IOException {
        OlistOrder order = orders.get(row.requiredText("order_id"));
        Instant limit = row.time("shipping_limit_date", times);
        Long price = row.cents("price");
        Long freight = row.cents("freight_value");
        if (order == null) {
            throw new BadRowException("order_id: no usable row in " + OlistMapping.ORDERS.file());
        }
        String sellerId = row.text("seller_id");
        OlistOrder.Seller seller = sellerId == null ? null : sellers.get(sellerId);
        if (seller == null) {
            input.report(OlistMapping.ITEMS, row, notFound("seller_id", sellerId, OlistMapping.SELLERS));
            seller = sellerId == null ? null : new OlistOrder.Seller(sellerId, null, null);
        }
        order.items().add(new OlistOrder.Item(seller, limit, price, freight));
    }

    private static String notFound(String column, @Nullable String key, TableFormat table) {
        return key == null
                ? column + ": empty; used without it"
                : column + ": no usable row in " + table.file() + "; used without it";
    }

    private static void refuseSecond(String key, @Nullable Object first) throws BadRowException {
        if (first != null) {
            throw new BadRowException(key + ": a row with the same one came before");
        }
    }

    private @Nullable String place(@Nullable String name) {
        if (name == null) {
            return null;
        }
        String known = places.putIfAbsent(name, name);
        return known == null ? name : known;
    }
}
