package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.fulfillmentconnect.opsqueries.BoundQuery;
import org.fulfillmentconnect.opsqueries.OpsQueries;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;

/**
 * Asks the queries of the collection, and does with the orders of the CSV files what the answers are compared with.
 *
 * <p>Percentiles are Elasticsearch's estimate (a t-digest): each has to lie between the values whose ranks are 0.2% of the
 * sample, and two places more, away from the exact rank.
 */
abstract class AskedQueries {
    static final OpsQueries QUERIES = OpsQueries.load();
    private static final Instant NO_CLOCK = Instant.EPOCH;
    private static final double RANK_TOLERANCE = 0.002;
    private static final int PLACES = 2;

    private Projection projection;
    List<SnapshotOrder> orders;
    Instant asOf;
    Instant begin;
    String minOrders;

    /** A projection that holds this snapshot, all of it searchable. */
    record Searched(Projection projection, SnapshotOrder.Snapshot snapshot, int minOrders) {}

    abstract Searched searched() throws Exception;

    @BeforeAll
    void prepare() throws Exception {
        Searched searched = searched();
        projection = searched.projection();
        orders = searched.snapshot().orders();
        asOf = searched.snapshot().asOf();
        begin = orders.stream()
                .map(SnapshotOrder::placed)
                .min(Instant::compareTo)
                .orElseThrow();
        minOrders = Integer.toString(searched.minOrders());
        projection.refresh("shipments");
        projection.refresh("shipment_events");
    }

    /** Asks with values given as {@code name=value}, at the end of the snapshot if not said otherwise. */
    BoundQuery.Answer ask(String name, String... values) {
        Map<String, List<String>> given = new HashMap<>();
        if (QUERIES.get(name).parameters().stream()
                .anyMatch(parameter -> parameter.name().equals("now"))) {
            given.put("now", List.of(asOf.toString()));
        }
        for (String value : values) {
            int equals = value.indexOf('=');
            given.merge(
                    value.substring(0, equals),
                    List.of(value.substring(equals + 1)),
                    (one, more) -> value.startsWith("now=")
                            ? more
                            : Stream.concat(one.stream(), more.stream()).toList());
        }
        return QUERIES.get(name).bind(given, NO_CLOCK).ask((index, body) -> projection.search(index, body.toString()));
    }

    /** A table as plain values: text, long, double, boolean, a list of texts; null where there is none. */
    static List<List<@Nullable Object>> rows(BoundQuery.Answer answer, String title) {
        return answer.rows(title).stream()
                .map(row -> {
                    List<@Nullable Object> values = new ArrayList<>();
                    row.forEach(cell -> values.add(value(cell)));
                    return values;
                })
                .toList();
    }

    static @Nullable Object value(JsonNode cell) {
        if (cell.isArray()) {
            return StreamSupport.stream(cell.spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
        }
        if (cell.isMissingNode() || cell.isNull()) {
            return null;
        }
        if (cell.isIntegralNumber()) {
            return cell.longValue();
        }
        if (cell.isNumber()) {
            return cell.doubleValue();
        }
        return cell.isBoolean() ? (Object) cell.booleanValue() : cell.textValue();
    }

    static List<@Nullable Object> row(@Nullable Object... values) {
        List<@Nullable Object> row = new ArrayList<>();
        for (Object value : values) {
            row.add(
                    value instanceof Instant instant
                            ? text(instant)
                            : value instanceof Integer i ? (Long) (long) i : value);
        }
        return row;
    }

    static String text(Instant instant) {
        String iso = instant.toString();
        return iso.length() == "2018-10-17T17:30:18Z".length() ? iso.replace("Z", ".000Z") : iso;
    }

    List<SnapshotOrder> where(Predicate<SnapshotOrder> condition) {
        return orders.stream().filter(condition).toList();
    }

    static long count(Collection<SnapshotOrder> of, Predicate<SnapshotOrder> condition) {
        return of.stream().filter(condition).count();
    }

    static List<String> ids(Stream<SnapshotOrder> some) {
        return some.map(SnapshotOrder::id).toList();
    }

    static List<@Nullable Object> column(List<List<@Nullable Object>> rows, int column) {
        List<@Nullable Object> values = new ArrayList<>();
        rows.forEach(row -> values.add(row.get(column)));
        return values;
    }

    /** How many orders are in each group, an order once in each of its own; most first, as a facet shows them. */
    static List<List<@Nullable Object>> facet(
            Collection<SnapshotOrder> of, Function<SnapshotOrder, Collection<String>> groups, int size) {
        return groups(of, groups).entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, List<SnapshotOrder>>>comparingInt(
                                group -> -group.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .limit(size)
                .map(group -> row(group.getKey(), group.getValue().size()))
                .toList();
    }

    static Map<String, List<SnapshotOrder>> groups(
            Collection<SnapshotOrder> of, Function<SnapshotOrder, Collection<String>> groups) {
        Map<String, List<SnapshotOrder>> all = new TreeMap<>();
        of.forEach(order -> groups.apply(order)
                .forEach(group ->
                        all.computeIfAbsent(group, key -> new ArrayList<>()).add(order)));
        return all;
    }

    static Collection<String> one(@Nullable String value) {
        return value == null || value.isEmpty() ? List.of() : List.of(value);
    }

    static Collection<String> groupsOf(SnapshotOrder order, String by) {
        return switch (by) {
            case "seller" -> order.sellers();
            case "seller-region" -> order.sellerRegions();
            case "customer-region" -> one(order.customerRegion());
            default -> order.lanes();
        };
    }

    static void assertPercentile(@Nullable Object actual, double fraction, List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        if (sorted.isEmpty()) {
            assertThat(actual).isNull();
            return;
        }
        int n = sorted.size();
        double away = RANK_TOLERANCE * n + PLACES;
        int low = (int) Math.max(0, Math.floor(fraction * n - 1 - away));
        int high = (int) Math.min(n - 1, Math.ceil(fraction * n - 1 + away));
        assertThat((Double) actual).as("p%s of %s values", fraction, n).isBetween((double) sorted.get(low), (double)
                sorted.get(high));
    }

    static List<Long> measured(Collection<SnapshotOrder> of, Function<SnapshotOrder, @Nullable Long> seconds) {
        return of.stream().map(seconds).filter(Objects::nonNull).toList();
    }

    static @Nullable Long approval(SnapshotOrder order) {
        return SnapshotOrder.seconds(order.placed(), order.approved());
    }

    static @Nullable Long handoff(SnapshotOrder order) {
        return SnapshotOrder.seconds(order.approved(), order.handedOff());
    }

    static @Nullable Long transit(SnapshotOrder order) {
        return SnapshotOrder.seconds(order.handedOff(), order.delivered());
    }

    static @Nullable Long leadTime(SnapshotOrder order) {
        return SnapshotOrder.seconds(order.placed(), order.delivered());
    }

    static boolean notAfter(@Nullable Instant time, Instant limit) {
        return time != null && !time.isAfter(limit);
    }

    static boolean in(@Nullable Instant time, Instant from, Instant to) {
        return time != null && !time.isBefore(from) && time.isBefore(to);
    }

    String since() {
        return "from=" + begin;
    }
}
