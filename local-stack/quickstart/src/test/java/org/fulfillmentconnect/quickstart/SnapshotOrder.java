package org.fulfillmentconnect.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One order as its CSV rows have it, in Olist's layout, read without any code of the pipeline: what the answers of the
 * queries are compared with.
 *
 * @param late whether the promise was broken by the end of the snapshot
 * @param due the last instant that keeps the promise
 * @param limit the latest shipping limit of its items
 * @param limits the same of each seller's items, where they have one
 */
record SnapshotOrder(
        String id,
        String customerId,
        String customerRegion,
        Instant placed,
        @Nullable Instant approved,
        @Nullable Instant assigned,
        @Nullable Instant handedOff,
        @Nullable Instant delivered,
        @Nullable Instant cancelled,
        LocalDate promisedDay,
        Instant promised,
        Instant due,
        boolean late,
        @Nullable Instant limit,
        Map<String, Instant> limits,
        Set<String> sellers,
        Set<String> sellerRegions) {
    static final ZoneId ZONE = ZoneId.of("America/Sao_Paulo");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    /** A snapshot and the latest time in it. */
    record Snapshot(List<SnapshotOrder> orders, Instant asOf) {}

    static Snapshot read(Path folder) throws IOException {
        Map<String, String> sellers = new HashMap<>();
        for (Map<String, String> row : rows(folder.resolve("olist_sellers_dataset.csv"))) {
            sellers.put(get(row, "seller_id"), get(row, "seller_state"));
        }
        Map<String, String> customers = new HashMap<>();
        for (Map<String, String> row : rows(folder.resolve("olist_customers_dataset.csv"))) {
            customers.put(get(row, "customer_id"), get(row, "customer_state"));
        }
        Map<String, List<Map<String, String>>> items = new HashMap<>();
        for (Map<String, String> row : rows(folder.resolve("olist_order_items_dataset.csv"))) {
            items.computeIfAbsent(get(row, "order_id"), id -> new ArrayList<>()).add(row);
        }
        List<Map<String, String>> rows = rows(folder.resolve("olist_orders_dataset.csv"));
        Instant asOf = rows.stream()
                .flatMap(row -> times(row).filter(Objects::nonNull))
                .max(Instant::compareTo)
                .orElseThrow();
        List<SnapshotOrder> orders = rows.stream()
                .map(row -> of(row, items.getOrDefault(get(row, "order_id"), List.of()), sellers, customers, asOf))
                .toList();
        return new Snapshot(orders, asOf);
    }

    private static SnapshotOrder of(
            Map<String, String> row,
            List<Map<String, String>> items,
            Map<String, String> sellers,
            Map<String, String> customers,
            Instant asOf) {
        Instant placed = Objects.requireNonNull(time(row, "order_purchase_timestamp"));
        Instant approved = time(row, "order_approved_at");
        Instant delivered = time(row, "order_delivered_customer_date");
        Set<String> statuses = Set.of("canceled", "unavailable");
        Instant cancelled = statuses.contains(get(row, "order_status"))
                ? times(row).filter(Objects::nonNull).max(Instant::compareTo).orElseThrow()
                : null;
        LocalDate day =
                LocalDate.parse(get(row, "order_estimated_delivery_date").substring(0, 10));
        Instant due = day.plusDays(1).atStartOfDay(ZONE).toInstant().minusMillis(1);
        boolean late = delivered == null ? cancelled == null && !due.isAfter(asOf) : delivered.isAfter(due);
        Set<String> ids = new TreeSet<>();
        Set<String> regions = new TreeSet<>();
        Instant limit = null;
        Map<String, Instant> limits = new HashMap<>();
        for (Map<String, String> item : items) {
            ids.add(get(item, "seller_id"));
            String region = sellers.get(get(item, "seller_id"));
            if (region != null && !region.isEmpty()) {
                regions.add(region);
            }
            Instant one = time(item, "shipping_limit_date");
            limit = limit == null || (one != null && one.isAfter(limit)) ? one : limit;
            if (one != null) {
                limits.merge(get(item, "seller_id"), one, (some, other) -> some.isAfter(other) ? some : other);
            }
        }
        return new SnapshotOrder(
                get(row, "order_id"),
                get(row, "customer_id"),
                customers.getOrDefault(get(row, "customer_id"), ""),
                placed,
                approved,
                items.isEmpty() ? null : approved == null ? placed : approved,
                time(row, "order_delivered_carrier_date"),
                delivered,
                cancelled,
                day,
                Objects.requireNonNull(time(row, "order_estimated_delivery_date")),
                due,
                late,
                limit,
                limits,
                ids,
                regions);
    }

    private static Stream<@Nullable Instant> times(Map<String, String> row) {
        return Stream.of(
                        "order_purchase_timestamp",
                        "order_approved_at",
                        "order_delivered_carrier_date",
                        "order_delivered_customer_date")
                .map(column -> time(row, column));
    }

    private static @Nullable Instant time(Map<String, String> row, String column) {
        String text = get(row, column);
        return text.isEmpty()
                ? null
                : LocalDateTime.parse(text, TIME).atZone(ZONE).toInstant();
    }

    private static String get(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    /** The rows by column. No value that is read has a line break or a doubled quote in it. */
    private static List<Map<String, String>> rows(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> header = values(lines.get(0));
        return lines.stream()
                .skip(1)
                .map(SnapshotOrder::values)
                .map(values -> {
                    Map<String, String> row = new HashMap<>();
                    for (int i = 0; i < header.size(); i++) {
                        row.put(header.get(i), values.get(i));
                    }
                    return row;
                })
                .toList();
    }

    private static List<String> values(String line) {
        List<String> values = new ArrayList<>();
        var value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values;
    }

    /** Each region of a seller with the customer's. */
    Set<String> lanes() {
        Set<String> lanes = new TreeSet<>();
        sellerRegions.forEach(region -> lanes.add(region + "→" + customerRegion));
        return lanes;
    }

    /** The step that it waits for; null if it waits for none. */
    @Nullable
    String waitingFor() {
        if (cancelled != null || delivered != null) {
            return null;
        }
        return handedOff != null
                ? "DELIVERED"
                : assigned != null ? "HANDED_OFF" : approved != null ? "ASSIGNED" : "APPROVED";
    }

    /** The last step that happened. */
    String stage() {
        return delivered != null
                ? "DELIVERED"
                : handedOff != null
                        ? "HANDED_OFF"
                        : assigned != null ? "ASSIGNED" : approved != null ? "APPROVED" : "PLACED";
    }

    String state() {
        return cancelled != null ? "CANCELLED" : delivered != null ? "DELIVERED" : late ? "DELAYED" : stage();
    }

    /** What breaks the sequence; a missing step is passed over. */
    Set<String> anomalies() {
        Set<String> anomalies = new TreeSet<>();
        String[] names = {"PLACED", "APPROVED", "ASSIGNED", "HANDED_OFF", "DELIVERED"};
        @Nullable Instant[] times = {placed, approved, assigned, handedOff, delivered};
        int before = 0;
        for (int i = 1; i < times.length; i++) {
            Instant time = times[i];
            if (time != null) {
                if (time.isBefore(times[before])) {
                    anomalies.add(names[i] + "_BEFORE_" + names[before]);
                }
                before = i;
            }
        }
        if (delivered != null && cancelled != null) {
            anomalies.add("CANCELLED_AND_DELIVERED");
        }
        if (delivered != null && handedOff == null) {
            anomalies.add("DELIVERED_WITHOUT_HANDOFF");
        }
        return anomalies;
    }

    /** The times of its events. */
    Stream<Instant> eventTimes() {
        return Stream.of(placed, approved, assigned, handedOff, delivered, late ? due : null, cancelled)
                .filter(Objects::nonNull);
    }

    /** Seconds between two steps; null where one is missing or they are reversed. */
    static @Nullable Long seconds(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null || to.isBefore(from)
                ? null
                : (Long) Duration.between(from, to).toSeconds();
    }
}
