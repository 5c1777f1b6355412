package org.fulfillmentconnect.source.snapshot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fulfillmentconnect.source.csv.BadRowException;
import org.fulfillmentconnect.source.csv.CsvFile;
import org.fulfillmentconnect.source.csv.CsvFolder;
import org.fulfillmentconnect.source.csv.CsvRow;
import org.fulfillmentconnect.source.csv.Rows;
import org.fulfillmentconnect.source.mapping.Context;
import org.fulfillmentconnect.source.mapping.Mapping;
import org.fulfillmentconnect.source.mapping.Node;
import org.fulfillmentconnect.source.mapping.Output;
import org.fulfillmentconnect.source.mapping.RecordKind;
import org.fulfillmentconnect.source.mapping.Row;
import org.fulfillmentconnect.source.mapping.Table;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot must be: all rows in lists, joined by comparing each with each. It shares with the engine the parsing of
 * rows and the evaluation of what was joined, and nothing in between.
 */
final class NestedLoops {
    private final Mapping mapping;
    private final SnapshotSettings settings;
    private final Map<Table, List<Parsed>> rows = new HashMap<>();
    private final Set<Told> rejects = new TreeSet<>(Comparator.comparingInt(Told::table)
            .thenComparingInt(Told::file)
            .thenComparingLong(Told::line)
            .thenComparing(Told::reason));
    private final List<Made> made = new ArrayList<>();
    private final List<String> rowCounts = new ArrayList<>();
    private final long asOf;

    @SuppressWarnings("ArrayRecordComponent") // Compared by identity.
    private record Parsed(
            Table table,
            int file,
            String name,
            long line,
            String raw,
            @Nullable Object[] values) {
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private record Told(int table, int file, long line, String reason, String text) {}

    record Made(int shard, long at, String key, int rank, int output, String text) {}

    /** One place where a table is used. */
    private static final class Use {
        private final String name;
        private final Node node;
        private final List<Parsed> usable = new ArrayList<>();
        private final Map<String, Use> joins = new LinkedHashMap<>();
        private final Set<Parsed> seconds = new HashSet<>();
        private long read;
        private long used;
        private long rejected;
        private long notAskedFor;
        private long notYet;

        Use(String name, Node node) {
            this.name = name;
            this.node = node;
        }
    }

    NestedLoops(Mapping mapping, CsvFolder folder, SnapshotSettings settings) throws IOException {
        this.mapping = mapping;
        this.settings = settings;
        for (Table table : mapping.tables()) {
            read(table, folder);
        }
        this.asOf = settings.asOf() != null ? settings.asOf().toEpochMilli() : latestObserved();
        int firstOutput = 0;
        for (RecordKind kind : mapping.kinds()) {
            make(kind, firstOutput);
            firstOutput += kind.outputs().size();
        }
        made.sort(Comparator.comparingLong(Made::at)
                .thenComparing(Made::key)
                .thenComparingInt(Made::rank)
                .thenComparingInt(Made::output));
    }

    private void read(Table table, CsvFolder folder) throws IOException {
        List<Parsed> all = new ArrayList<>();
        rows.put(table, all);
        List<String> names = folder.files(table.files());
        for (int i = 0; i < names.size(); i++) {
            int file = i;
            String name = names.get(i);
            try (CsvFile csv = CsvFile.open(name, folder.open(name), table.dialect(), table.columns())) {
                csv.forEach(new Rows() {
                    @Override
                    public void good(CsvRow row) throws BadRowException, IOException {
                        @Nullable Object[] values = table.parse(row, settings.zone(), settings.now());
                        all.add(new Parsed(table, file, name, row.line(), row.raw(), values));
                    }

                    @Override
                    public void bad(long line, String raw, BadRowException why) {
                        reject(new Parsed(table, file, name, line, raw, new Object[0]), why.reason());
                    }
                });
            }
        }
    }

    private void reject(Parsed row, String reason) {
        rejects.add(new Told(
                mapping.tables().indexOf(row.table()),
                row.file(),
                row.line(),
                reason,
                row.name() + ":" + row.line() + " " + reason + " | " + row.raw()));
    }

    private long latestObserved() {
        long latest = Long.MIN_VALUE;
        for (Table table : mapping.tables()) {
            for (Parsed row : rows(table)) {
                for (int i = 0; i < table.width(); i++) {
                    if (table.observed(i) && row.values()[i] != null) {
                        latest = Math.max(latest, (Long) row.values()[i]);
                    }
                }
            }
        }
        return latest;
    }

    private List<Parsed> rows(Table table) {
        return rows.getOrDefault(table, List.of());
    }

    private boolean exists(Parsed row) {
        for (int i = 0; i < row.values().length; i++) {
            if (row.table().observed(i) && row.table().required(i) && (Long) row.values()[i] > asOf) {
                return false;
            }
        }
        return true;
    }

    private Use use(String name, Node node, List<Integer> key) {
        Use use = new Use(name, node);
        for (Parsed row : rows(node.table())) {
            use.read++;
            Integer empty = key.stream()
                    .filter(column -> row.values()[column] == null)
                    .findFirst()
                    .orElse(null);
            if (empty == null) {
                use.usable.add(row);
            } else {
                use.rejected++;
                reject(row, node.table().columnName(empty) + ": empty, but required");
            }
        }
        for (Node join : node.joins()) {
            use.joins.put(
                    join.name(),
                    use(
                            name + '.' + join.name(),
                            join,
                            join.on().stream().map(Node.On::theirs).toList()));
        }
        return use;
    }

    private static boolean matches(Node join, Parsed above, Parsed below) {
        return join.on().stream()
                .allMatch(on -> above.values()[on.ours()] != null
                        && Objects.equals(above.values()[on.ours()], below.values()[on.theirs()]));
    }

    /** What becomes of the rows of a join, whatever is made of the rows above. */
    private void settle(Use above, Use use) {
        Node join = use.node;
        List<Integer> theirs = join.on().stream().map(Node.On::theirs).toList();
        String columns = theirs.stream().map(join.table()::columnName).collect(Collectors.joining("+"));
        for (Parsed row : use.usable) {
            if (!join.many()) {
                boolean second = use.usable.stream()
                        .takeWhile(other -> !other.equals(row))
                        .anyMatch(other ->
                                theirs.stream().allMatch(i -> Objects.equals(other.values()[i], row.values()[i])));
                if (second) {
                    use.seconds.add(row);
                    use.rejected++;
                    reject(row, columns + ": a row with the same one came before");
                    continue;
                }
            }
            List<Parsed> asking = above.usable.stream()
                    .filter(other -> matches(join, other, row))
                    .toList();
            if (!exists(row)) {
                use.notYet++;
            } else if (asking.stream().anyMatch(this::exists)) {
                use.used++;
            } else if (!asking.isEmpty()) {
                use.notYet++;
            } else if (join.rejectsOrphans()) {
                use.rejected++;
                reject(row, columns + ": no usable row in " + above.node.table().files());
            } else {
                use.notAskedFor++;
            }
        }
        use.joins.values().forEach(below -> settle(use, below));
    }

    private void make(RecordKind kind, int firstOutput) {
        Use root = use(kind.name(), kind.root(), kind.key());
        root.joins.values().forEach(join -> settle(root, join));
        Set<List<Object>> keys = new HashSet<>();
        Context context = new Context(asOf, settings.zone());
        String columns =
                kind.key().stream().map(kind.root().table()::columnName).collect(Collectors.joining("+"));
        for (Parsed row : root.usable) {
            if (!keys.add(kind.key().stream()
                    .map(column -> Objects.requireNonNull(row.values()[column]))
                    .toList())) {
                root.rejected++;
                reject(row, columns + ": a row with the same one came before");
                continue;
            }
            if (!exists(row)) {
                root.notYet++;
                continue;
            }
            Map<Parsed, Set<String>> missing = new LinkedHashMap<>();
            Row tree = tree(root, row, missing);
            List<Made> ofRow = new ArrayList<>();
            try {
                for (int i = 0; i < kind.outputs().size(); i++) {
                    Output output = kind.outputs().get(i);
                    Output.Evaluated evaluated = output.evaluate(tree, context);
                    if (evaluated != null) {
                        String key = kind.keyOf(row.values());
                        ofRow.add(new Made(
                                settings.shards().of(key),
                                evaluated.at(),
                                key,
                                output.rank(),
                                firstOutput + i,
                                text(output, key, evaluated.at(), evaluated.fields())));
                    }
                }
            } catch (BadRowException e) {
                root.rejected++;
                reject(row, e.reason());
                continue;
            }
            root.used++;
            made.addAll(ofRow);
            missing.forEach((at, reasons) -> reasons.forEach(reason -> reject(at, reason)));
        }
        List<Use> uses = new ArrayList<>(List.of(root));
        for (int i = 0; i < uses.size(); i++) {
            Use use = uses.get(i);
            uses.addAll(use.joins.values());
            rowCounts.add(use.name + " of " + use.node.table().name() + ": " + use.read + " rows = " + use.used
                    + " used + " + use.rejected + " rejected + " + use.notAskedFor + " not asked for + " + use.notYet
                    + " after as-of");
        }
    }

    private Row tree(Use use, Parsed row, Map<Parsed, Set<String>> missing) {
        @Nullable Object[] values = row.values().clone();
        for (int i = 0; i < values.length; i++) {
            if (row.table().observed(i) && values[i] != null && (Long) values[i] > asOf) {
                values[i] = null;
            }
        }
        @Nullable Object[] joined = new Object[use.node.joins().size()];
        for (int i = 0; i < joined.length; i++) {
            Node join = use.node.joins().get(i);
            Use below = Objects.requireNonNull(use.joins.get(join.name()));
            List<Parsed> found = below.usable.stream()
                    .filter(other -> !below.seconds.contains(other) && matches(join, row, other))
                    .toList();
            List<Row> there = found.stream()
                    .filter(this::exists)
                    .map(other -> tree(below, other, missing))
                    .toList();
            joined[i] = join.many() ? there : there.isEmpty() ? null : there.get(0);
            if (join.reportsMissing() && found.isEmpty()) {
                missing.computeIfAbsent(row, at -> new TreeSet<>()).add(reason(join, row));
            }
        }
        return new Row(values, joined);
    }

    private static String reason(Node join, Parsed row) {
        String columns =
                join.on().stream().map(on -> row.table().columnName(on.ours())).collect(Collectors.joining("+"));
        boolean empty = join.on().stream().anyMatch(on -> row.values()[on.ours()] == null);
        return columns
                + (empty ? ": empty" : ": no usable row in " + join.table().files())
                + "; used without it";
    }

    static String text(Output output, String key, long at, @Nullable Object[] fields) {
        return output.name() + " " + key + " " + at + " " + Arrays.deepToString(plain(fields));
    }

    private static @Nullable Object[] plain(@Nullable Object[] fields) {
        return Arrays.stream(fields).map(NestedLoops::plain).toArray();
    }

    private static @Nullable Object plain(@Nullable Object field) {
        if (field instanceof List<?> list) {
            return list.stream().map(NestedLoops::plain).toList();
        }
        return field instanceof @Nullable Object[] object ? Arrays.deepToString(plain(object)) : field;
    }

    /** The records in the order of the log. */
    List<Made> records() {
        return made;
    }

    List<String> rejects() {
        return rejects.stream().map(Told::text).toList();
    }

    List<String> rowCounts() {
        return rowCounts;
    }
}
