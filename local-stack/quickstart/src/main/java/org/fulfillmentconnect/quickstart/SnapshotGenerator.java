package org.fulfillmentconnect.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes a synthetic snapshot in the layout of the Olist data set: orders, items, customers and sellers of a shop that
 * never was. The same number of orders and seed give the same bytes on every machine.
 *
 * <p>It has the oddities of real data: orders of several sellers, orders without items, cancelled and unavailable ones,
 * cancelled ones that were delivered all the same, orders delivered without a date, hand-offs before the approval, and
 * parcels that are late, early or still on their way.
 */
final class SnapshotGenerator {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final LocalDateTime START = LocalDateTime.of(2017, 1, 2, 0, 0);
    private static final int SPAN_SECONDS = 600 * 86_400;

    /** States of Brazil, nearest to the coast's south east first: the further down, the longer a parcel takes. */
    private static final List<Region> REGIONS = List.of(
            new Region("SP", "sao paulo", 42),
            new Region("RJ", "rio de janeiro", 13),
            new Region("MG", "belo horizonte", 12),
            new Region("PR", "curitiba", 5),
            new Region("RS", "porto alegre", 5),
            new Region("SC", "florianopolis", 4),
            new Region("ES", "vitoria", 2),
            new Region("DF", "brasilia", 2),
            new Region("GO", "goiania", 2),
            new Region("BA", "salvador", 4),
            new Region("PE", "recife", 2),
            new Region("CE", "fortaleza", 2),
            new Region("PA", "belem", 1),
            new Region("MA", "sao luis", 1),
            new Region("AM", "manaus", 1),
            new Region("RR", "boa vista", 1));

    private static final int SELLER_REGIONS = 6;

    private record Region(String name, String city, int weight) {}

    private record Seller(String id, int region) {}

    private final int orders;
    private final Random random;

    SnapshotGenerator(int orders, long seed) {
        this.orders = orders;
        this.random = new Random(seed);
    }

    /** Writes the four files into this folder, which is made if it is missing. */
    void writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Seller> sellers = writeSellers(folder.resolve("olist_sellers_dataset.csv"));
        try (Writer orderRows = open(folder.resolve("olist_orders_dataset.csv"));
                Writer itemRows = open(folder.resolve("olist_order_items_dataset.csv"));
                Writer customerRows = open(folder.resolve("olist_customers_dataset.csv"))) {
            orderRows.write("\"order_id\",\"customer_id\",\"order_status\",\"order_purchase_timestamp\","
                    + "\"order_approved_at\",\"order_delivered_carrier_date\",\"order_delivered_customer_date\","
                    + "\"order_estimated_delivery_date\"\n");
            itemRows.write("\"order_id\",\"order_item_id\",\"product_id\",\"seller_id\",\"shipping_limit_date\","
                    + "\"price\",\"freight_value\"\n");
            customerRows.write("\"customer_id\",\"customer_unique_id\",\"customer_zip_code_prefix\","
                    + "\"customer_city\",\"customer_state\"\n");
            for (int i = 0; i < orders; i++) {
                writeOrder(i, sellers, orderRows, itemRows, customerRows);
            }
        }
    }

    private List<Seller> writeSellers(Path file) throws IOException {
        int count = Math.max(12, Math.min(3_000, orders / 30));
        try (Writer rows = open(file)) {
            rows.write("\"seller_id\",\"seller_zip_code_prefix\",\"seller_city\",\"seller_state\"\n");
            return java.util.stream.IntStream.range(0, count)
                    .mapToObj(i -> {
                        int region = i < SELLER_REGIONS ? i : pickRegion(SELLER_REGIONS);
                        Seller seller = new Seller(hexId(), region);
                        Region home = REGIONS.get(region);
                        line(rows, quote(seller.id()), quote(zip(region)), home.city(), home.name());
                        return seller;
                    })
                    .toList();
        }
    }

    private void writeOrder(int i, List<Seller> sellers, Writer orderRows, Writer itemRows, Writer customerRows) {
        String orderId = hexId();
        String customerId = hexId();
        int customerRegion = pickRegion(REGIONS.size());
        Region home = REGIONS.get(customerRegion);
        line(customerRows, quote(customerId), quote(hexId()), quote(zip(customerRegion)), home.city(), home.name());

        LocalDateTime purchased = START.plusSeconds(random.nextInt(SPAN_SECONDS));
        LocalDateTime approved = purchased.plusSeconds(600 + random.nextInt(86_400));
        // One in seventy reaches the carrier before it is approved.
        boolean early = random.nextInt(70) == 0;
        LocalDateTime handedOff =
                early ? purchased.plusSeconds(300) : approved.plusSeconds(3_600 + random.nextInt(4 * 86_400));
        Seller seller = sellers.get(random.nextInt(sellers.size()));
        int distance = Math.abs(seller.region() - customerRegion);
        int transitHours = 24 + distance * 14 + random.nextInt(72 + distance * 24);
        if (random.nextInt(12) == 0) {
            transitHours += 24 * (5 + random.nextInt(20));
        }
        LocalDateTime delivered = handedOff.plusHours(transitHours).plusSeconds(random.nextInt(3_600));
        LocalDateTime promised = purchased.toLocalDate().plusDays(12 + distance).atStartOfDay();

        boolean hasItems = true;
        boolean isApproved = true;
        boolean isHandedOff = true;
        boolean isDelivered = true;
        String status = "delivered";
        LocalDateTime snapshot = START.plusSeconds(SPAN_SECONDS);
        int oddity = i % 200;
        if (oddity == 7) {
            status = "canceled";
            isHandedOff = false;
            isDelivered = false;
            isApproved = random.nextBoolean();
        } else if (oddity == 57) {
            status = "unavailable";
            hasItems = false;
            isHandedOff = false;
            isDelivered = false;
        } else if (oddity == 107) {
            status = "canceled";
        } else if (oddity == 157) {
            isDelivered = false;
        } else if (oddity == 187) {
            hasItems = random.nextBoolean();
            isApproved = hasItems;
            isHandedOff = false;
            isDelivered = false;
            status = "created";
        } else if (oddity == 197) {
            isDelivered = false;
            status = "shipped";
        }
        if (delivered.isAfter(snapshot)) {
            isDelivered = false;
            status = status.equals("delivered") ? "shipped" : status;
        }
        if (handedOff.isAfter(snapshot)) {
            isHandedOff = false;
            status = status.equals("shipped") ? "processing" : status;
        }
        if (approved.isAfter(snapshot)) {
            isApproved = false;
        }

        line(
                orderRows,
                quote(orderId),
                quote(customerId),
                status,
                time(true, purchased),
                time(isApproved, approved),
                time(isHandedOff, handedOff),
                time(isDelivered, delivered),
                time(true, promised));
        if (hasItems) {
            writeItems(orderId, approved, seller, sellers, itemRows);
        }
    }

    private void writeItems(
            String orderId, LocalDateTime approved, Seller seller, List<Seller> sellers, Writer itemRows) {
        int items = random.nextInt(8) == 0 ? 2 + random.nextInt(3) : 1;
        for (int item = 1; item <= items; item++) {
            // One item in ten of the larger orders comes from another seller.
            Seller from = item > 1 && random.nextInt(10) == 0 ? sellers.get(random.nextInt(sellers.size())) : seller;
            line(
                    itemRows,
                    quote(orderId),
                    Integer.toString(item),
                    quote(hexId()),
                    quote(from.id()),
                    TIME.format(approved.plusDays(3 + random.nextInt(3))),
                    money(990 + random.nextInt(40_000)),
                    money(750 + random.nextInt(4_000)));
        }
    }

    private int pickRegion(int among) {
        int total = REGIONS.subList(0, among).stream().mapToInt(Region::weight).sum();
        int ticket = random.nextInt(total);
        int region = 0;
        while (ticket >= REGIONS.get(region).weight()) {
            ticket -= REGIONS.get(region).weight();
            region++;
        }
        return region;
    }

    private String hexId() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private String zip(int region) {
        return String.format(Locale.ROOT, "%02d%03d", region + 1, random.nextInt(1_000));
    }

    private static String time(boolean present, LocalDateTime time) {
        return present ? TIME.format(time) : "";
    }

    private static String money(int cents) {
        return String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
    }

    private static String quote(String text) {
        return '"' + text + '"';
    }

    private static Writer open(Path file) throws IOException {
        return Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }

    private static void line(Writer rows, String... fields) {
        try {
            rows.write(String.join(",", fields));
            rows.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
