package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statements on {@code order_facts}, each for many orders at once. */
final class OrderFactsTable {
    private static final String ROWS = """
            SELECT u.order_id, u.placed, u.approved, u.handed_off, u.delivered, u.delayed, u.cancelled,
                u.customer_region, u.customer_region_by, u.sellers, u.sellers_by, u.due, u.due_by,
                date 'epoch' + u.stat_day AS stat_date, date 'epoch' + u.promised_day AS promised_on
            FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::boolean[],
                ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::integer[], ?::integer[])
                AS u(order_id, placed, approved, handed_off, delivered, delayed, cancelled,
                    customer_region, customer_region_by, sellers, sellers_by, due, due_by, stat_day, promised_day)
            """;

    private final String insert;
    private final String select;
    private final String update;

    OrderFactsTable(String schema) {
        String table = SqlName.quoted(schema) + "." + SqlName.quoted("order_facts");
        // A row that is there is locked, not changed, and not returned; rows are inserted or locked in the order of
        // their key.
        insert = "INSERT INTO " + table + " AS f " + ROWS + """
                ORDER BY u.order_id COLLATE "C"
                ON CONFLICT (order_id) DO UPDATE SET cancelled = f.cancelled WHERE false
                RETURNING f.order_id""";
        select = """
                SELECT order_id, placed_at_ms, approved_at_ms, handed_off_at_ms, delivered_at_ms, delayed_at_ms, cancelled,
                    customer_region, customer_region_by, sellers, sellers_by, due_at_ms, due_at_by,
                    stat_date - date 'epoch', promised_on - date 'epoch', pruned
                FROM %s WHERE order_id = ANY (?)""".formatted(table);
        update = "UPDATE " + table + """
                 AS f SET placed_at_ms = n.placed, approved_at_ms = n.approved, handed_off_at_ms = n.handed_off,
                    delivered_at_ms = n.delivered, delayed_at_ms = n.delayed, cancelled = n.cancelled,
                    customer_region = n.customer_region, customer_region_by = n.customer_region_by,
                    sellers = n.sellers, sellers_by = n.sellers_by, due_at_ms = n.due, due_at_by = n.due_by,
                    stat_date = n.stat_date, promised_on = n.promised_on
                FROM (""" + ROWS + ") AS n WHERE f.order_id = n.order_id";
    }

    /** Inserts the orders that are not there, locks the ones that are, and returns the ids of the inserted ones. */
    Set<String> insertOrLock(Connection connection, Map<String, CountedOrder> orders) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            bind(connection, statement, orders);
            try (ResultSet rows = statement.executeQuery()) {
                Set<String> inserted = new HashSet<>();
                while (rows.next()) {
                    inserted.add(rows.getString(1));
                }
                return inserted;
            }
        }
    }

    Map<String, CountedOrder> read(Connection connection, Collection<String> orderIds) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            statement.setArray(1, connection.createArrayOf("text", orderIds.toArray(String[]::new)));
            try (ResultSet rows = statement.executeQuery()) {
                Map<String, CountedOrder> orders = new HashMap<>();
                while (rows.next()) {
                    orders.put(rows.getString(1), order(rows));
                }
                return orders;
            }
        }
    }

    /** Writes orders that this transaction has locked. */
    void update(Connection connection, Map<String, CountedOrder> orders) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            bind(connection, statement, orders);
            statement.executeUpdate();
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, Map<String, CountedOrder> byId)
            throws SQLException {
        List<Map.Entry<String, CountedOrder>> orders = List.copyOf(byId.entrySet());
        ArrayParameters parameters = new ArrayParameters(connection, statement);
        parameters.texts(orders, Map.Entry::getKey);
        List<OrderFacts> facts =
                orders.stream().map(order -> order.getValue().facts()).toList();
        parameters.longs(facts, OrderFacts::placedAt);
        parameters.longs(facts, OrderFacts::approvedAt);
        parameters.longs(facts, OrderFacts::handedOffAt);
        parameters.longs(facts, OrderFacts::deliveredAt);
        parameters.longs(facts, OrderFacts::delayedAt);
        parameters.booleans(facts, OrderFacts::cancelled);
        parameters.texts(facts, of -> value(of.customerRegion()));
        parameters.texts(facts, of -> statedBy(of.customerRegion()));
        parameters.texts(facts, of -> {
            List<SellerPart> sellers = value(of.sellers());
            return sellers == null ? null : SellerPartsText.of(sellers);
        });
        parameters.texts(facts, of -> statedBy(of.sellers()));
        parameters.longs(facts, of -> value(of.dueAt()));
        parameters.texts(facts, of -> statedBy(of.dueAt()));
        List<CountedOn> days =
                orders.stream().map(order -> order.getValue().on()).toList();
        parameters.integers(days, on -> epochDay(on.statDate()));
        parameters.integers(days, on -> epochDay(on.promisedOn()));
    }

    private static @Nullable Integer epochDay(@Nullable LocalDate day) {
        return day == null ? null : (Integer) (int) day.toEpochDay();
    }

    private static @Nullable LocalDate day(@Nullable Integer epochDay) {
        return epochDay == null ? null : LocalDate.ofEpochDay(epochDay);
    }

    private static <T> @Nullable T value(@Nullable Register<T> register) {
        return register == null ? null : register.value();
    }

    private static @Nullable String statedBy(@Nullable Register<?> register) {
        return register == null ? null : PrecedenceText.of(register.from());
    }

    private static CountedOrder order(ResultSet row) throws SQLException {
        String sellers = row.getString(10);
        OrderFacts facts = new OrderFacts(
                row.getObject(2, Long.class),
                row.getObject(3, Long.class),
                row.getObject(4, Long.class),
                row.getObject(5, Long.class),
                row.getObject(6, Long.class),
                row.getBoolean(7),
                register(row.getString(8), row.getString(9)),
                register(sellers == null ? null : SellerPartsText.parse(sellers), row.getString(11)),
                register(row.getObject(12, Long.class), row.getString(13)));
        CountedOn on = new CountedOn(day(row.getObject(14, Integer.class)), day(row.getObject(15, Integer.class)));
        return new CountedOrder(facts, on, row.getBoolean(16));
    }

    private static <T> @Nullable Register<T> register(@Nullable T value, @Nullable String by) {
        return value == null || by == null ? null : new Register<>(value, PrecedenceText.parse(by));
    }
}
