package org.fulfillmentconnect.source.mapping;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.data.Struct;
import org.fulfillmentconnect.source.csv.BadRowException;
import org.jspecify.annotations.Nullable;

/** Replays a few rows with a mapping: every table in memory, joined by comparing all with all. */
final class TinyReplay {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Mapping mapping;
    private final ZoneId zone;
    private final long asOf;
    private final Map<String, List<Read>> tables = new HashMap<>();
    private final List<String> rejects = new ArrayList<>();

    TinyReplay(Mapping mapping, ZoneId zone, Instant asOf) {
        this.mapping = mapping;
        this.zone = zone;
        this.asOf = asOf.toEpochMilli();
    }

    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    private record Read(int line, String raw, @Nullable Object[] values) {}

    record Made(RecordKind kind, Output output, String key, long at, Struct value) {}

    /** Reads all tables, in the order of the mapping. */
    TinyReplay read(Map<String, List<String>> rows) {
        for (Table table : mapping.tables()) {
            List<Read> usable = new ArrayList<>();
            tables.put(table.name(), usable);
            Set<List<Object>> keys = new HashSet<>();
            int line = 1;
            for (String raw : rows.getOrDefault(table.name(), List.of())) {
                line++;
                try {
                    List<String> cells = cells(raw, table.dialect().delimiter());
                    if (cells.size() != table.columns().size()) {
                        throw new BadRowException(
                                "expected " + table.columns().size() + " fields but found " + cells.size());
                    }
                    String nothing = table.dialect().nullMarker();
                    Read read = new Read(
                            line,
                            raw,
                            table.parse(
                                    column -> cells.get(column).isEmpty()
                                                    || cells.get(column).equals(nothing)
                                            ? null
                                            : cells.get(column),
                                    zone,
                                    NOW));
                    checkKeys(table, read, keys);
                    usable.add(read);
                } catch (BadRowException e) {
                    reject(table, line, e.reason(), raw);
                }
            }
        }
        return this;
    }

    private void checkKeys(Table table, Read read, Set<List<Object>> keys) throws BadRowException {
        for (RecordKind kind : mapping.kinds()) {
            if (kind.root().table() == table) {
                List<Object> key = required(table, read, kind.key());
                if (!keys.add(key)) {
                    throw new BadRowException(
                            table.columnName(kind.key().get(0)) + ": a row with the same one came before");
                }
            }
        }
        for (RecordKind kind : mapping.kinds()) {
            checkJoins(table, read, kind.root(), keys);
        }
    }

    private void checkJoins(Table table, Read read, Node above, Set<List<Object>> keys) throws BadRowException {
        for (Node join : above.joins()) {
            if (join.table() == table) {
                List<Integer> theirs = join.on().stream().map(Node.On::theirs).toList();
                List<Object> key = required(table, read, theirs);
                if (!join.many() && !keys.add(key) && !isRoot(table)) {
                    throw new BadRowException(
                            table.columnName(theirs.get(0)) + ": a row with the same one came before");
                }
                if (join.rejectsOrphans() && rows(above.table()).stream().noneMatch(row -> matches(join, row, read))) {
                    throw new BadRowException(table.columnName(theirs.get(0)) + ": no usable row in "
                            + above.table().files());
                }
            }
            if (above.table() == table
                    && join.reportsMissing()
                    && rows(join.table()).stream().noneMatch(row -> matches(join, read, row))) {
                int ours = join.on().get(0).ours();
                reject(
                        table,
                        read.line(),
                        table.columnName(ours)
                                + (read.values()[ours] == null
                                        ? ": empty"
                                        : ": no usable row in " + join.table().files())
                                + "; used without it",
                        read.raw());
            }
            checkJoins(table, read, join, keys);
        }
    }

    private boolean isRoot(Table table) {
        return mapping.kinds().stream().anyMatch(kind -> kind.root().table() == table);
    }

    private static List<Object> required(Table table, Read read, List<Integer> columns) throws BadRowException {
        List<Object> key = new ArrayList<>();
        for (int column : columns) {
            Object value = read.values()[column];
            if (value == null) {
                throw new BadRowException(table.columnName(column) + ": empty, but required");
            }
            key.add(value);
        }
        return key;
    }

    private List<Read> rows(Table table) {
        return tables.getOrDefault(table.name(), List.of());
    }

    private void reject(Table table, int line, String reason, String raw) {
        rejects.add(table.files() + ":" + line + " " + reason + " | " + raw);
    }

    List<String> rejects() {
        return rejects;
    }

    /** All records, by time, then key, then rank. */
    List<Made> records() throws BadRowException {
        List<Made> records = new ArrayList<>();
        Context context = new Context(asOf, zone);
        for (RecordKind kind : mapping.kinds()) {
            for (Read read : rows(kind.root().table())) {
                Row root = row(kind.root(), read);
                if (root == null) {
                    continue;
                }
                String key = kind.keyOf(root.values());
                for (Output output : kind.outputs()) {
                    Output.Evaluated evaluated = output.evaluate(root, context);
                    if (evaluated != null) {
                        Struct value = output.build(key, evaluated.at(), asOf, evaluated.fields());
                        value.validate();
                        records.add(new Made(kind, output, key, evaluated.at(), value));
                    }
                }
            }
        }
        records.sort(Comparator.comparingLong(Made::at)
                .thenComparing(Made::key)
                .thenComparingInt(made -> made.output().rank()));
        return records;
    }

    /** Null if the row, which needs a time that lies after as-of, does not exist yet. */
    private @Nullable Row row(Node node, Read read) {
        @Nullable Object[] values = read.values().clone();
        for (int i = 0; i < values.length; i++) {
            if (node.table().observed(i) && values[i] != null && (Long) values[i] > asOf) {
                if (node.table().required(i)) {
                    return null;
                }
                values[i] = null;
            }
        }
        @Nullable Object[] joined = new Object[node.joins().size()];
        for (int i = 0; i < joined.length; i++) {
            Node join = node.joins().get(i);
            List<Row> rows = rows(join.table()).stream()
                    .filter(other -> matches(join, read, other))
                    .map(other -> row(join, other))
                    .filter(Objects::nonNull)
                    .toList();
            joined[i] = join.many() ? rows : rows.isEmpty() ? null : rows.get(0);
        }
        return new Row(values, joined);
    }

    private static boolean matches(Node join, Read above, Read joined) {
        return join.on().stream()
                .allMatch(on -> above.values()[on.ours()] != null
                        && Objects.equals(above.values()[on.ours()], joined.values()[on.theirs()]));
    }

    /** Quotes stand around whole cells only. */
    private static List<String> cells(String raw, char delimiter) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == delimiter && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
