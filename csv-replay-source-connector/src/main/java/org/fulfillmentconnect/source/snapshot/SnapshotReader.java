package org.fulfillmentconnect.source.snapshot;

import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.fulfillmentconnect.source.csv.BadRowException;
import org.fulfillmentconnect.source.csv.CsvFolder;
import org.fulfillmentconnect.source.csv.CsvRow;
import org.fulfillmentconnect.source.csv.Rows;
import org.fulfillmentconnect.source.mapping.Context;
import org.fulfillmentconnect.source.mapping.Mapping;
import org.fulfillmentconnect.source.mapping.Output;
import org.fulfillmentconnect.source.mapping.RecordKind;
import org.fulfillmentconnect.source.mapping.Table;
import org.fulfillmentconnect.source.sort.SortMemory;
import org.jspecify.annotations.Nullable;

/** Reads a data set: each file once, then the joins, then the records in their order. For one use. */
public final class SnapshotReader {
    private final Mapping mapping;
    private final SnapshotSettings settings;
    private final Wanted wanted;
    private final SortMemory memory;
    private final SnapshotFiles files;
    private final RejectedRows rejects;
    private final List<KindRows> kinds = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();

    private final MessageDigest futureRows = Sha256.newDigest();
    private long futureRowCount;
    private long badRows;
    private long latestObserved = Long.MIN_VALUE;

    private SnapshotReader(
            Mapping mapping, CsvFolder folder, SnapshotSettings settings, Wanted wanted, SortMemory memory) {
        this.mapping = mapping;
        this.settings = settings;
        this.wanted = wanted;
        this.memory = memory;
        this.files = new SnapshotFiles(folder, mapping);
        this.rejects = new RejectedRows(mapping.tables(), files, memory);
        for (RecordKind kind : mapping.kinds()) {
            kinds.add(new KindRows(kind, outputs.size(), wanted.takesAllRows(), memory));
            outputs.addAll(kind.outputs());
        }
    }

    /**
     * Reads a data set. Can be stopped by interrupting the thread.
     *
     * @param memory which it takes over
     * @throws IOException if a file cannot be read, or what does not fit into memory cannot be written
     * @throws ConfigException if a file is missing or must not be read
     */
    public static Snapshot read(
            Mapping mapping, CsvFolder folder, SnapshotSettings settings, Wanted wanted, SortMemory memory)
            throws IOException {
        try {
            return new SnapshotReader(mapping, folder, settings, wanted, memory).read();
        } catch (Throwable e) {
            memory.close();
            throw e;
        }
    }

    /**
     * What is wrong with the files of a data set, as far as their headers tell.
     *
     * @return one exception on {@code csv.dir} for each table that cannot be read
     */
    public static List<ConfigException> problems(CsvFolder folder, String csvDir, Mapping mapping) {
        return SnapshotFiles.problems(folder, csvDir, mapping);
    }

    private Snapshot read() throws IOException {
        for (Table table : mapping.tables()) {
            read(table);
        }
        Instant asOf = asOf();
        SortedRecords records =
                new SortedRecords(outputs, settings.shards(), settings.order(), wanted.shards(), memory);
        List<String> rowCounts = new ArrayList<>();
        // Without any observed time there is no event; but the rows are joined all the same, and accounted for.
        Context context = new Context(asOf == null ? 0 : asOf.toEpochMilli(), settings.zone());
        for (KindRows kind : kinds) {
            kind.make(context, rejects::add, (output, key, evaluated) -> {
                if (asOf == null) {
                    throw new ConfigException("as.of", "", "is required: no time was observed in these data");
                }
                records.add(output, key, evaluated);
            });
            kind.places().forEach(place -> rowCounts.add(accounted(place)));
            kind.close();
        }
        if (wanted.rejectedRows()) {
            rejects.fetchRows();
        }
        return new Snapshot(fingerprint(), asOf, files.rowsByFile(), badRows, rowCounts, records, rejects, memory);
    }

    private static String accounted(NodeRows place) {
        String text = place.count().text(place.node());
        if (!place.count().isComplete()) {
            throw new IllegalStateException("rows are not accounted for: " + text);
        }
        return text;
    }

    private void read(Table table) throws IOException {
        List<Use> uses = new ArrayList<>();
        for (KindRows kind : kinds) {
            for (NodeRows place : kind.places()) {
                if (place.node().table().equals(table)) {
                    uses.add(new Use(kind, place));
                }
            }
        }
        files.read(table, file -> new Rows() {
            @Override
            public void good(CsvRow row) throws BadRowException, IOException {
                SnapshotReader.this.good(table, uses, file, row);
            }

            @Override
            public void bad(long line, String raw, BadRowException why) throws IOException {
                badRows++;
                if (why.dependsOnTheClock()) {
                    futureRowCount++;
                    Sha256.update(futureRows, files.names(table).get(file) + ':' + line + '\n');
                }
                rejects.add(table, Place.of(file, line), why.reason(), raw);
            }
        });
    }

    private void good(Table table, List<Use> uses, int file, CsvRow row) throws BadRowException, IOException {
        @Nullable Object[] values = table.parse(row, settings.zone(), settings.now());
        long existsFrom = Long.MIN_VALUE;
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Long time && table.observed(i)) {
                latestObserved = Math.max(latestObserved, time);
                existsFrom = table.required(i) ? Math.max(existsFrom, time) : existsFrom;
            }
        }
        long place = Place.of(file, row.line());
        for (Use use : uses) {
            String emptyColumn = use.add(place, existsFrom, values);
            if (emptyColumn != null) {
                rejects.add(table, place, emptyColumn + ": empty, but required", row.raw());
            }
        }
    }

    /** One place where a table is used, while the table is read. */
    private final class Use {
        private final NodeRows rows;
        private final List<Integer> columnsOfKey;
        private final boolean root;
        private final boolean filtered;
        private long taken;

        Use(KindRows kind, NodeRows rows) {
            this.rows = rows;
            this.columnsOfKey = kind.columnsOfKey(rows);
            this.root = rows.above() == null;
            this.filtered = !wanted.allRows() && !columnsOfKey.isEmpty();
        }

        /**
         * Adds the row, unless it belongs to shards that are not wanted.
         *
         * @return the column that is empty, so that the row cannot be used; null if none is
         */
        @Nullable
        String add(long place, long existsFrom, @Nullable Object[] values) throws IOException {
            if (root && taken++ >= wanted.mostRows()) {
                return null;
            }
            rows.count().read();
            for (int column : rows.keyColumns()) {
                if (values[column] == null) {
                    rows.count().rejected();
                    return rows.node().table().columnName(column);
                }
            }
            if (filtered && !wanted.shards().get(settings.shards().of(RecordKind.keyOf(columnsOfKey, values)))) {
                rows.count().notAskedFor();
            } else {
                rows.add(place, existsFrom, values);
            }
            return null;
        }
    }

    private @Nullable Instant asOf() {
        Instant setting = settings.asOf();
        if (setting != null) {
            return setting;
        }
        return latestObserved == Long.MIN_VALUE ? null : Instant.ofEpochMilli(latestObserved);
    }

    private Fingerprint fingerprint() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("mapping", mapping.digest());
        parts.put("time.zone", settings.zone().getId());
        Instant asOf = settings.asOf();
        parts.put("as.of", asOf == null ? "derived" : asOf.toString());
        if (settings.order() != EventOrder.EVENT_TIME) {
            parts.put("replay.order", settings.order().settingName());
        }
        for (Table table : mapping.tables()) {
            parts.put(table.name(), files.digest(table));
        }
        if (futureRowCount > 0) {
            parts.put("rows-in-the-future", futureRowCount + "-" + Sha256.shortHex(futureRows));
        }
        return new Fingerprint(parts);
    }
}
