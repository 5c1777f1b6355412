package org.fulfillmentconnect.kpi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements on one {@link DayTable}, each for many rows at once. */
final class DayTableStatements {
    private final DayTable table;
    private final String insert;
    private final String select;
    private final String update;
    private final String delete;

    DayTableStatements(String schema, DayTable table) {
        this.table = table;
        String name = SqlName.quoted(schema) + "." + SqlName.quoted(table.tableName());
        List<String> keys = new ArrayList<>(List.of(table.dayColumn()));
        keys.addAll(table.nameColumns());
        List<String> read = new ArrayList<>(table.sumColumns());
        if (table.hasLeadTimes()) {
            read.add("lead_histogram");
        }
        List<String> contents = new ArrayList<>(read);
        if (table.hasLeadTimes()) {
            contents.addAll(List.of("p50_lead_seconds", "p95_lead_seconds"));
        }
        String source = source();
        String sameKey = keys.stream().map(key -> "t." + key + " = n." + key).collect(Collectors.joining(" AND "));
        // A row that is there is locked, not changed, and not returned; rows are inserted or locked in the order of
        // their key.
        insert =
                "INSERT INTO %s AS t (%s) %s ORDER BY %s ON CONFLICT (%s) DO UPDATE SET %s = t.%s WHERE false RETURNING %s"
                        .formatted(
                                name,
                                joined(Stream.concat(keys.stream(), contents.stream())),
                                source,
                                keys.stream()
                                        .map(key ->
                                                key.equals(table.dayColumn()) ? "u.day" : "u." + key + " COLLATE \"C\"")
                                        .collect(Collectors.joining(", ")),
                                joined(keys.stream()),
                                contents.get(0),
                                contents.get(0),
                                returned(keys));
        select = "SELECT %s, %s FROM %s AS t JOIN (%s) AS n ON %s"
                .formatted(
                        returned(keys), joined(read.stream().map(column -> "t." + column)), name, keySource(), sameKey);
        update = "UPDATE %s AS t SET %s FROM (%s) AS n WHERE %s"
                .formatted(
                        name,
                        contents.stream()
                                .map(column -> column + " = n." + column)
                                .collect(Collectors.joining(", ")),
                        source,
                        sameKey);
        delete = "DELETE FROM %s AS t USING (%s) AS n WHERE %s".formatted(name, keySource(), sameKey);
    }

    /** The rows to write, from one array per column. */
    private String source() {
        List<String> selected = new ArrayList<>(List.of("date 'epoch' + u.day AS " + table.dayColumn()));
        List<String> aliases = new ArrayList<>(List.of("day"));
        List<String> types = new ArrayList<>(List.of("?::integer[]"));
        for (String column : table.nameColumns()) {
            selected.add("u." + column);
            aliases.add(column);
            types.add("?::text[]");
        }
        for (String column : table.sumColumns()) {
            selected.add("u." + column);
            aliases.add(column);
            types.add("?::bigint[]");
        }
        if (table.hasLeadTimes()) {
            List<String> columns = List.of("lead_histogram", "p50_lead_seconds", "p95_lead_seconds");
            columns.forEach(column -> selected.add("u." + column));
            aliases.addAll(columns);
            types.addAll(List.of("?::bytea[]", "?::bigint[]", "?::bigint[]"));
        }
        return "SELECT %s FROM unnest(%s) AS u(%s)"
                .formatted(joined(selected.stream()), joined(types.stream()), joined(aliases.stream()));
    }

    private String keySource() {
        return "SELECT date 'epoch' + u.day AS %s, %s FROM unnest(?::integer[], %s) AS u(day, %s)"
                .formatted(
                        table.dayColumn(),
                        joined(table.nameColumns().stream().map(column -> "u." + column)),
                        joined(table.nameColumns().stream().map(column -> "?::text[]")),
                        joined(table.nameColumns().stream()));
    }

    private String returned(List<String> keys) {
        return keys.stream()
                .map(key -> key.equals(table.dayColumn()) ? "t." + key + " - date 'epoch'" : "t." + key)
                .collect(Collectors.joining(", "));
    }

    private static String joined(Stream<String> parts) {
        return parts.collect(Collectors.joining(", "));
    }

    /** Inserts the rows that are not there, locks the ones that are, and returns the keys of the inserted ones. */
    Set<DayKey> insertOrLock(Connection connection, Map<DayKey, DayTotals> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            bindRows(new ArrayParameters(connection, statement), rows);
            try (ResultSet inserted = statement.executeQuery()) {
                Set<DayKey> keys = new HashSet<>();
                while (inserted.next()) {
                    keys.add(key(inserted));
                }
                return keys;
            }
        }
    }

    Map<DayKey, DayTotals> read(Connection connection, Collection<DayKey> keys) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            bindKeys(new ArrayParameters(connection, statement), List.copyOf(keys));
            try (ResultSet rows = statement.executeQuery()) {
                Map<DayKey, DayTotals> found = new HashMap<>();
                while (rows.next()) {
                    found.put(key(rows), totals(rows));
                }
                return found;
            }
        }
    }

    /** Writes rows that this transaction has locked. */
    void update(Connection connection, Map<DayKey, DayTotals> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            bindRows(new ArrayParameters(connection, statement), rows);
            statement.executeUpdate();
        }
    }

    /** Deletes rows that this transaction has locked. */
    void delete(Connection connection, Collection<DayKey> keys) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(delete)) {
            bindKeys(new ArrayParameters(connection, statement), List.copyOf(keys));
            statement.executeUpdate();
        }
    }

    private void bindKeys(ArrayParameters parameters, List<DayKey> keys) throws SQLException {
        parameters.integers(keys, key -> (int) key.day().toEpochDay());
        for (int i = 0; i < table.nameColumns().size(); i++) {
            int column = i;
            parameters.texts(keys, key -> key.names().get(column));
        }
    }

    private void bindRows(ArrayParameters parameters, Map<DayKey, DayTotals> rows) throws SQLException {
        List<DayKey> keys = List.copyOf(rows.keySet());
        List<DayTotals> totals = keys.stream().map(rows::get).toList();
        bindKeys(parameters, keys);
        for (int i = 0; i < table.sumColumns().size(); i++) {
            int column = i;
            parameters.longs(totals, row -> row.sum(column));
        }
        if (table.hasLeadTimes()) {
            List<LeadTimeHistogram> histograms =
                    totals.stream().map(DayTableStatements::stored).toList();
            parameters.bytes(histograms, LeadTimeHistogram::toBytes);
            parameters.longs(histograms, histogram -> percentile(histogram, 50));
            parameters.longs(histograms, histogram -> percentile(histogram, 95));
        }
    }

    /**
     * What to write of a row's histogram. A delta that takes something away is for a row that is there, so nothing of it is
     * inserted; if there is no such row after all, the caller stops.
     */
    private static LeadTimeHistogram stored(DayTotals totals) {
        return totals.leadTimes().hasNegativeCount() ? LeadTimeHistogram.EMPTY : totals.leadTimes();
    }

    private static @Nullable Long percentile(LeadTimeHistogram histogram, int percent) {
        return histogram.isEmpty() ? null : (Long) histogram.percentileSeconds(percent);
    }

    private DayKey key(ResultSet row) throws SQLException {
        List<String> names = new ArrayList<>(table.nameColumns().size());
        for (int i = 0; i < table.nameColumns().size(); i++) {
            names.add(row.getString(i + 2));
        }
        return new DayKey(LocalDate.ofEpochDay(row.getInt(1)), List.copyOf(names));
    }

    private DayTotals totals(ResultSet row) throws SQLException {
        int column = table.nameColumns().size() + 2;
        long[] sums = new long[table.sumColumns().size()];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = row.getLong(column++);
        }
        LeadTimeHistogram leadTimes = LeadTimeHistogram.EMPTY;
        if (table.hasLeadTimes()) {
            leadTimes = LeadTimeHistogram.ofBytes(row.getBytes(column));
        }
        return DayTotals.of(sums, leadTimes);
    }
}
