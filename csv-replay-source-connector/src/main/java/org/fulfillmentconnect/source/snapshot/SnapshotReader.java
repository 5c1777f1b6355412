package org.fulfillmentconnect.source.snapshot;

import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.fulfillmentconnect.source.csv.BadRowException;
import org.fulfillmentconnect.source.csv.CsvFolder;
import org.fulfillmentconnect.source.csv.CsvRow;
import org.fulfillmentconnect.source.csv.Rows;
import org.fulfillmentconnect.source.digest.Sha256;
import org.fulfillmentconnect.source.mapping.Context;
import org.fulfillmentconnect.source.mapping.Mapping;
import org.fulfillmentconnect.source.mapping.Output;
import org.fulfillmentconnect.source.mapping.RecordKind;
import org.fulfillmentconnect.source.mapping.Table;
import org.fulfillmentconnect.source.sort.SortMemory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a data set: each file once, then the joins, then the records in their order. For one use. */
public final class SnapshotReader {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotReader.class);

    /**
     * How this version makes the sequence of the records. To be raised when the same data and settings come to make
     * another one, as positions in the old one then say nothing about it.
     */
    private static final String SEQUENCE = "1";

    /** Tables are named by users; no other part of the fingerprint begins so. */
    private static final String TABLE_PREFIX = "table.";

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
            kinds.add(new KindRows(kind, outputs.size(), wanted.allRows() && wanted.takesAllRows(), memory));
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
        // Now, as later a worker waits for it.
        rejects.count();
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
        LOG.info(
                "Reading table {}: {} files as {}",
                table.name(),
                files.names(table).size(),
                table.files());
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
                    Sha256.update(futureRows, table.name() + ':' + file + ':' + line + '\n');
                }
                rejects.add(table, RowPlace.of(file, line), why.reason(), raw);
            }
        });
    }

    private void good(Table table, List<Use> uses, int file, CsvRow row) throws BadRowException, IOException {
        @Nullable Object[] values = table.parse(row, settings.zone(), settings.now());
        long latest = Long.MIN_VALUE;
        long existsFrom = Long.MIN_VALUE;
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Long time && table.observed(i)) {
                latest = Math.max(latest, time);
                existsFrom = table.required(i) ? Math.max(existsFrom, time) : existsFrom;
            }
        }
        long place = RowPlace.of(file, row.line());
        boolean usable = uses.isEmpty();
        for (Use use : uses) {
            String reason = use.add(place, existsFrom, values);
            if (reason == null) {
                usable = true;
            } else {
                rejects.add(table, place, reason, row.raw());
            }
        }
        if (usable) {
            latestObserved = Math.max(latestObserved, latest);
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
         * @return why the row cannot be used here; null if it can
         */
        @Nullable
        String add(long place, long existsFrom, @Nullable Object[] values) throws IOException {
            if (root && taken++ >= wanted.mostRows()) {
                return null;
            }
            rows.count().read();
            for (int column : rows.keyColumns()) {
                String reason = wrongInKey(values[column]);
                if (reason != null) {
                    rows.count().rejected();
                    return rows.node().table().columnName(column) + reason;
                }
            }
            if (filtered && !wanted.shards().get(settings.shards().of(RecordKind.keyOf(columnsOfKey, values)))) {
                rows.count().notAskedFor();
            } else {
                rows.add(place, existsFrom, values);
            }
            return null;
        }

        /** Several columns of a key are joined by a bar: with a bar in one, two keys could look the same. */
        private @Nullable String wrongInKey(@Nullable Object value) {
            if (value == null) {
                return ": empty, but required";
            }
            return root && rows.keyColumns().size() > 1 && value instanceof String text && text.indexOf('|') >= 0
                    ? ": has a '|', which separates the parts of the key"
                    : null;
        }
    }

    private @Nullable Instant asOf() {
        Instant setting = settings.asOf();
        if (setting != null) {
            return setting;
        }
        return latestObserved == Long.MIN_VALUE ? null : Instant.ofEpochMilli(latestObserved);
    }

    /** By content: other workers may know other rules of the zone, but most updates of them change other zones. */
    private String zoneRules() {
        ZoneRules rules = settings.zone().getRules();
        MessageDigest digest = Sha256.newDigest();
        Sha256.update(digest, rules.getTransitions().toString());
        Sha256.update(digest, rules.getTransitionRules().toString());
        Sha256.update(digest, rules.getOffset(Instant.EPOCH).toString());
        return Sha256.shortHex(digest);
    }

    private Fingerprint fingerprint() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("sequence", SEQUENCE);
        parts.put("mapping", mapping.digest());
        parts.put("time.zone", settings.zone().getId());
        parts.put("time.zone.rules", zoneRules());
        Instant asOf = settings.asOf();
        parts.put("as.of", asOf == null ? "derived" : asOf.toString());
        if (settings.order() != EventOrder.EVENT_TIME) {
            parts.put("replay.order", settings.order().settingName());
        }
        for (Table table : mapping.tables()) {
            parts.put(TABLE_PREFIX + table.name(), files.digest(table));
        }
        if (futureRowCount > 0) {
            parts.put("rows-in-the-future", futureRowCount + "-" + Sha256.shortHex(futureRows));
        }
        return new Fingerprint(parts);
    }
}
