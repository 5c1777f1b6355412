package org.fulfillmentconnect.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Files in Olist's layout, for tests. */
final class OlistFiles {
    static final String ORDERS = "olist_orders_dataset.csv";
    static final String CUSTOMERS = "olist_customers_dataset.csv";
    static final String ITEMS = "olist_order_items_dataset.csv";
    static final String SELLERS = "olist_sellers_dataset.csv";

    private static final Map<String, String> HEADERS = Map.of(
            ORDERS,
            "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,"
                    + "order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date",
            CUSTOMERS,
            "customer_id,customer_unique_id,customer_city,customer_state",
            ITEMS,
            "order_id,seller_id,shipping_limit_date,price,freight_value",
            SELLERS,
            "seller_id,seller_city,seller_state");

    private final Path folder;

    private OlistFiles(Path folder) {
        this.folder = folder;
    }

    /** Four files with a header and no rows. */
    static OlistFiles in(Path folder) {
        OlistFiles files = new OlistFiles(folder);
        files.orders().customers().items().sellers();
        return files;
    }

    OlistFiles orders(String... rows) {
        return write(ORDERS, rows);
    }

    OlistFiles customers(String... rows) {
        return write(CUSTOMERS, rows);
    }

    OlistFiles items(String... rows) {
        return write(ITEMS, rows);
    }

    OlistFiles sellers(String... rows) {
        return write(SELLERS, rows);
    }

    private OlistFiles write(String file, String... rows) {
        String text = header(file) + String.join("\n", rows);
        return raw(file, rows.length == 0 ? text : text + "\n");
    }

    OlistFiles raw(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Orders of all kinds, the same for the same seed. */
    static OlistFiles generated(Path folder, int orders, long seed) {
        Random random = new Random(seed);
        StringBuilder orderRows = new StringBuilder(header(ORDERS));
        StringBuilder customerRows = new StringBuilder(header(CUSTOMERS));
        StringBuilder itemRows = new StringBuilder(header(ITEMS));
        StringBuilder sellerRows = new StringBuilder(header(SELLERS));
        for (int seller = 0; seller < 10; seller++) {
            sellerRows.append("seller").append(seller).append(",são paulo,SP\n");
        }
        for (int order = 0; order < orders; order++) {
            String id = String.format(Locale.ROOT, "order%05d", order);
            customerRows.append("customer-").append(id).append(",unique,rio de janeiro,RJ\n");
            orderRows.append(id).append(",customer-").append(id);
            orderRows.append(',').append(random.nextInt(10) == 0 ? "canceled" : "delivered");
            // Few distinct times, so that many events fall together.
            for (int step = 0; step < 5; step++) {
                orderRows.append(',');
                if (step == 0 || random.nextInt(5) > 0) {
                    orderRows.append(String.format(
                            Locale.ROOT,
                            "2017-%02d-%02d 0%d:00:00",
                            1 + random.nextInt(12),
                            1 + random.nextInt(28),
                            step));
                }
            }
            orderRows.append('\n');
            for (int item = random.nextInt(4); item > 0; item--) {
                itemRows.append(id)
                        .append(",seller")
                        .append(random.nextInt(10))
                        .append(",2017-06-01 00:00:00,10.50,2.25\n");
            }
        }
        return new OlistFiles(folder)
                .raw(ORDERS, orderRows.toString())
                .raw(CUSTOMERS, customerRows.toString())
                .raw(ITEMS, itemRows.toString())
                .raw(SELLERS, sellerRows.toString());
    }

    private static String header(String file) {
        return HEADERS.get(file) + "\n";
    }

    /** The lines of a file, its header among them. */
    List<String> lines(String file) {
        try {
            return Files.readAllLines(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
