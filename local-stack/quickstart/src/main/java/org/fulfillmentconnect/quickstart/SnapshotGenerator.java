package org.fulfillmentconnect.quickstart;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a synthetic snapshot in the layout of the Olist data set: orders, items, customers and sellers of a shop that
 * never was. The same number of orders and seed give the same bytes on every machine.
 *
 * <p>It has the oddities of real data: orders of several sellers, orders without items, cancelled and unavailable ones,
 * cancelled ones that were delivered all the same, orders delivered without a date, hand-offs before the approval, and
 * parcels that are late, early or still on their way.
 *
 * <p>No file is in the order of a time or a key, and in large sets items and customers come in other orders than the orders
 * do. Memory: the sellers, and 8 bytes for every {@value #BLOCK_ORDERS} orders. Each file is a pass over all orders.
 */
public final class SnapshotGenerator {
    private static final LocalDate START = LocalDate.of(2017, 1, 2);
    private static final long DAY = 86_400;
    /** From the first order to what is known last. */
    public static final Duration SPAN = Duration.ofDays(600);

    private static final int SPAN_SECONDS = (int) SPAN.toSeconds();
    private static final byte[][] DAYS = SnapshotRows.days(START, 900);

    private static final int BLOCK_ORDERS = 32;

    /** Smaller sets, as the sample is one, keep the rows of an order in the same place of each file. */
    private static final int SHUFFLED_FROM_ORDERS = 10_000;

    /** As many as Olist has with as many orders; from there on a seller for every hundred orders more. */
    private static final int OLIST_SELLERS = 3_000;

    private static final int OLIST_ORDERS = 30 * OLIST_SELLERS;

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
    private static final int ALL_WEIGHT = weight(REGIONS.size());
    private static final int SELLERS_WEIGHT = weight(SELLER_REGIONS);

    private record Region(String name, String city, int weight) {}

    private record Seller(Id id, int region) {}

    /** 128 bits. */
    record Id(long high, long low) {}

    /** Where the rows of an order go; the files that a pass does not write take none. */
    private record Pass(SnapshotRows orders, SnapshotRows items, SnapshotRows customers) {}

    private final int orders;
    private final SnapshotRandom random;

    /** A snapshot of so many orders. */
    public SnapshotGenerator(int orders, long seed) {
        this.orders = orders;
        this.random = new SnapshotRandom(seed);
    }

    /** Writes the four files into this folder, which is made if it is missing. */
    public void writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Seller> sellers = writeSellers(folder.resolve("olist_sellers_dataset.csv"));
        SnapshotRows nowhere = SnapshotRows.nowhere(DAYS);
        long[] states = new long[(orders + BLOCK_ORDERS - 1) / BLOCK_ORDERS];
        try (SnapshotRows rows = SnapshotRows.of(
                folder.resolve("olist_orders_dataset.csv"),
                DAYS,
                "\"order_id\",\"customer_id\",\"order_status\",\"order_purchase_timestamp\","
                        + "\"order_approved_at\",\"order_delivered_carrier_date\",\"order_delivered_customer_date\","
                        + "\"order_estimated_delivery_date\"")) {
            for (int block = 0; block < states.length; block++) {
                states[block] = random.state();
                writeBlock(block, sellers, new Pass(rows, nowhere, nowhere));
            }
        }
        try (SnapshotRows rows = SnapshotRows.of(
                folder.resolve("olist_order_items_dataset.csv"),
                DAYS,
                "\"order_id\",\"order_item_id\",\"product_id\",\"seller_id\",\"shipping_limit_date\","
                        + "\"price\",\"freight_value\"")) {
            writeShuffled(states, 1, sellers, new Pass(nowhere, rows, nowhere));
        }
        try (SnapshotRows rows = SnapshotRows.of(
                folder.resolve("olist_customers_dataset.csv"),
                DAYS,
                "\"customer_id\",\"customer_unique_id\",\"customer_zip_code_prefix\","
                        + "\"customer_city\",\"customer_state\"")) {
            writeShuffled(states, 2, sellers, new Pass(nowhere, nowhere, rows));
        }
    }

    /** All blocks once, in an order that each number of a file makes another. */
    private void writeShuffled(long[] states, int file, List<Seller> sellers, Pass pass) {
        long step = orders < SHUFFLED_FROM_ORDERS ? 1 : coprimeStep(states.length, file);
        long block = 0;
        for (int i = 0; i < states.length; i++) {
            random.goBackTo(states[(int) block]);
            writeBlock((int) block, sellers, pass);
            block = (block + step) % states.length;
        }
    }

    /** Near the golden section, or twice that: steps that leave no two neighbours near each other. */
    private static long coprimeStep(int count, int file) {
        long step = Math.max(1, (long) (count * 0.618_033_988_75 * file) % count);
        while (!BigInteger.valueOf(step).gcd(BigInteger.valueOf(count)).equals(BigInteger.ONE)) {
            step++;
        }
        return step;
    }

    private void writeBlock(int block, List<Seller> sellers, Pass pass) {
        int end = Math.min(orders, (block + 1) * BLOCK_ORDERS);
        for (int i = block * BLOCK_ORDERS; i < end; i++) {
            writeOrder(i, sellers, pass);
        }
    }

    private List<Seller> writeSellers(Path file) throws IOException {
        int count = Math.max(12, Math.min(OLIST_SELLERS, orders / 30)) + Math.max(0, orders - OLIST_ORDERS) / 100;
        List<Seller> sellers = new ArrayList<>(count);
        try (SnapshotRows rows = SnapshotRows.of(
                file, DAYS, "\"seller_id\",\"seller_zip_code_prefix\",\"seller_city\",\"seller_state\"")) {
            for (int i = 0; i < count; i++) {
                int region = i < SELLER_REGIONS ? i : pickRegion(SELLERS_WEIGHT);
                Seller seller = new Seller(nextId(), region);
                Region home = REGIONS.get(region);
                rows.id(seller.id())
                        .zip(nextZip(region))
                        .text(home.city())
                        .text(home.name())
                        .end();
                sellers.add(seller);
            }
        }
        return sellers;
    }

    private void writeOrder(int i, List<Seller> sellers, Pass pass) {
        Id orderId = nextId();
        Id customerId = nextId();
        int customerRegion = pickRegion(ALL_WEIGHT);
        Region home = REGIONS.get(customerRegion);
        pass.customers()
                .id(customerId)
                .id(nextId())
                .zip(nextZip(customerRegion))
                .text(home.city())
                .text(home.name())
                .end();

        // Seconds since the start.
        long purchased = random.nextInt(SPAN_SECONDS);
        long approved = purchased + 600 + random.nextInt(86_400);
        // One in seventy reaches the carrier before it is approved.
        boolean early = random.nextInt(70) == 0;
        long handedOff = early ? purchased + 300 : approved + 3_600 + random.nextInt(4 * 86_400);
        Seller seller = sellers.get(random.nextInt(sellers.size()));
        int distance = Math.abs(seller.region() - customerRegion);
        int transitHours = 24 + distance * 14 + random.nextInt(72 + distance * 24);
        if (random.nextInt(12) == 0) {
            transitHours += 24 * (5 + random.nextInt(20));
        }
        long delivered = handedOff + transitHours * 3_600L + random.nextInt(3_600);
        long promised = (purchased / DAY + 12 + distance) * DAY;

        boolean hasItems = true;
        boolean isApproved = true;
        boolean isHandedOff = true;
        boolean isDelivered = true;
        String status = "delivered";
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
        if (delivered > SPAN_SECONDS) {
            isDelivered = false;
            status = status.equals("delivered") ? "shipped" : status;
        }
        if (handedOff > SPAN_SECONDS) {
            isHandedOff = false;
            status = status.equals("shipped") ? "processing" : status;
        }
        if (approved > SPAN_SECONDS) {
            isApproved = false;
        }

        pass.orders()
                .id(orderId)
                .id(customerId)
                .text(status)
                .time(purchased)
                .time(isApproved, approved)
                .time(isHandedOff, handedOff)
                .time(isDelivered, delivered)
                .time(promised)
                .end();
        if (hasItems) {
            writeItems(orderId, approved, seller, sellers, pass.items());
        }
    }

    private void writeItems(Id orderId, long approved, Seller seller, List<Seller> sellers, SnapshotRows rows) {
        int items = random.nextInt(8) == 0 ? 2 + random.nextInt(3) : 1;
        for (int item = 1; item <= items; item++) {
            // One item in ten of the larger orders comes from another seller.
            Seller from = item > 1 && random.nextInt(10) == 0 ? sellers.get(random.nextInt(sellers.size())) : seller;
            rows.id(orderId)
                    .number(item)
                    .id(nextId())
                    .id(from.id())
                    .time(approved + (3 + random.nextInt(3)) * DAY)
                    .money(990 + random.nextInt(40_000))
                    .money(750 + random.nextInt(4_000))
                    .end();
        }
    }

    private static int weight(int firstRegions) {
        return REGIONS.subList(0, firstRegions).stream()
                .mapToInt(Region::weight)
                .sum();
    }

    private int pickRegion(int totalWeight) {
        int ticket = random.nextInt(totalWeight);
        int region = 0;
        while (ticket >= REGIONS.get(region).weight()) {
            ticket -= REGIONS.get(region).weight();
            region++;
        }
        return region;
    }

    private Id nextId() {
        return new Id(nextLong(), nextLong());
    }

    /** Eight bytes, of which the first drawn are the first written. */
    private long nextLong() {
        long first = Integer.reverseBytes(random.nextInt());
        return first << Integer.SIZE | Integer.toUnsignedLong(Integer.reverseBytes(random.nextInt()));
    }

    private int nextZip(int region) {
        return (region + 1) * 1_000 + random.nextInt(1_000);
    }
}
