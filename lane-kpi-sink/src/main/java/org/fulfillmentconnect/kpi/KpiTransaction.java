package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The statements of one transaction that merges facts into the stored ones and carries the difference of the contributions
 * to the aggregates.
 *
 * <p>At every commit the aggregates are the sum of the contributions of the facts: each order is locked before its old facts
 * are read, so the differences of successive transactions add up, whoever makes them. Facts that are stored already make a
 * difference of zero. That needs READ COMMITTED, so that a statement sees what was committed while it waited for a lock.
 *
 * <p>No deadlock: every transaction takes its locks by one insert-or-lock statement per table, in the order of the tables
 * and in each in the order of the keys. A row that another transaction inserts, changes or deletes meanwhile makes that
 * statement wait for the other one, and then the row is locked as it is, or inserted. All later statements touch locked rows
 * only.
 */
final class KpiTransaction {
    private final ZoneId zone;
    private final OrderFactsTable orderFacts;
    private final Map<DayTable, DayTableStatements> dayTables;
    private final StoredPositions positions;

    KpiTransaction(String schema, ZoneId zone, StoredPositions positions) {
        this.zone = zone;
        this.positions = positions;
        this.orderFacts = new OrderFactsTable(schema);
        this.dayTables = new LinkedHashMap<>();
        DayTable.ALL.forEach(table -> dayTables.put(table, new DayTableStatements(schema, table)));
    }

    /**
     * What a transaction did with its orders; the others were stored already.
     *
     * @param written how many were created or changed
     * @param pruned how many were passed over, as their facts are pruned
     */
    record Merged(int written, int pruned) {
        private Merged plus(Merged other) {
            return new Merged(written + other.written, pruned + other.pruned);
        }
    }

    /**
     * Merges these facts into the stored ones. The caller commits or rolls back.
     *
     * @throws ConnectException if the aggregates are not the sum of the facts
     */
    Merged merge(Connection connection, FactBatch batch) throws SQLException {
        Map<String, OrderFacts> factsByOrder = batch.byOrder();
        Deltas deltas = new Deltas();
        Map<String, CountedOrder> counted = new HashMap<>();
        factsByOrder.forEach((orderId, facts) -> counted.put(orderId, CountedOrder.of(facts, zone)));

        Set<String> inserted = counted.isEmpty() ? Set.of() : orderFacts.insertOrLock(connection, counted);
        inserted.forEach(orderId ->
                deltas.add(Objects.requireNonNull(counted.get(orderId)).contribution()));
        Set<String> known = new HashSet<>(factsByOrder.keySet());
        known.removeAll(inserted);
        Merged merged = new Merged(inserted.size(), 0);
        if (!known.isEmpty()) {
            merged = merged.plus(mergeKnown(connection, known, factsByOrder, deltas));
        }
        for (Map.Entry<DayTable, DayTableStatements> table : dayTables.entrySet()) {
            Map<DayKey, DayTotals> changes = deltas.of(table.getKey());
            if (!changes.isEmpty()) {
                apply(connection, table.getValue(), changes);
            }
        }
        positions.advance(connection, batch.spans());
        return merged;
    }

    private Merged mergeKnown(
            Connection connection, Collection<String> orderIds, Map<String, OrderFacts> factsByOrder, Deltas deltas)
            throws SQLException {
        Map<String, CountedOrder> changed = new HashMap<>();
        Map<String, CountedOrder> rows = orderFacts.read(connection, orderIds);
        requireAll(orderIds, rows.keySet());
        rows.forEach((orderId, stored) -> {
            OrderFacts merged = stored.facts().merge(Objects.requireNonNull(factsByOrder.get(orderId)));
            if (!stored.pruned() && !merged.equals(stored.facts())) {
                CountedOrder order = CountedOrder.of(merged, zone);
                Contribution added = order.contribution();
                Contribution removed = stored.contribution();
                if (!added.equals(removed)) {
                    deltas.subtract(removed);
                    deltas.add(added);
                }
                changed.put(orderId, order);
            }
        });
        if (!changed.isEmpty()) {
            orderFacts.update(connection, changed);
        }
        return new Merged(changed.size(), (int)
                rows.values().stream().filter(CountedOrder::pruned).count());
    }

    private static void apply(Connection connection, DayTableStatements table, Map<DayKey, DayTotals> changes)
            throws SQLException {
        Set<DayKey> inserted = table.insertOrLock(connection, changes);
        inserted.forEach(key -> requireNotNegative(Objects.requireNonNull(changes.get(key))));
        List<DayKey> known =
                changes.keySet().stream().filter(key -> !inserted.contains(key)).toList();
        if (known.isEmpty()) {
            return;
        }
        Map<DayKey, DayTotals> rows = table.read(connection, known);
        requireAll(known, rows.keySet());
        Map<DayKey, DayTotals> updated = new HashMap<>();
        Set<DayKey> emptied = new HashSet<>();
        rows.forEach((key, totals) -> {
            DayTotals changed = totals.plus(Objects.requireNonNull(changes.get(key)));
            requireNotNegative(changed);
            if (changed.isZero()) {
                // A row without content must not stay: the tables would then tell of their history.
                emptied.add(key);
            } else {
                updated.put(key, changed);
            }
        });
        if (!updated.isEmpty()) {
            table.update(connection, updated);
        }
        if (!emptied.isEmpty()) {
            table.delete(connection, emptied);
        }
    }

    private static void requireAll(Collection<?> locked, Collection<?> read) {
        if (read.size() != locked.size()) {
            throw new IllegalStateException(
                    "locked " + locked.size() + " rows but could read " + read.size() + " of them");
        }
    }

    private static void requireNotNegative(DayTotals totals) {
        if (totals.hasNegative()) {
            throw new ConnectException(
                    "the aggregates are less than the sum of order_facts: a table was changed by hand"
                            + " or emptied alone. " + Rebuild.HOW);
        }
    }
}
