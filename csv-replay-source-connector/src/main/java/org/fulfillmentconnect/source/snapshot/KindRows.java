package org.fulfillmentconnect.source.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fulfillmentconnect.source.csv.BadRowException;
import org.fulfillmentconnect.source.mapping.Context;
import org.fulfillmentconnect.source.mapping.Node;
import org.fulfillmentconnect.source.mapping.Node.On;
import org.fulfillmentconnect.source.mapping.Output;
import org.fulfillmentconnect.source.mapping.RecordKind;
import org.fulfillmentconnect.source.mapping.Row;
import org.fulfillmentconnect.source.sort.Bytes;
import org.fulfillmentconnect.source.sort.Entries;
import org.fulfillmentconnect.source.sort.SortMemory;
import org.jspecify.annotations.Nullable;

/** All rows of one kind of record: joined, and made into records. */
final class KindRows implements Closeable {
    /** Takes the records that are made, in any order. */
    interface Records {
        /**
         * Takes one.
         *
         * @param output its index among the outputs of all kinds
         */
        void accept(int output, String key, Output.Evaluated evaluated) throws IOException;
    }

    private final RecordKind kind;
    private final int firstOutput;
    private final NodeRows root;

    /**
     * @param firstOutput how many outputs the kinds before this one have
     * @param allRows whether all rows of its own table will come
     */
    KindRows(RecordKind kind, int firstOutput, boolean allRows, SortMemory memory) {
        this.kind = kind;
        this.firstOutput = firstOutput;
        this.root = new NodeRows(kind.name(), kind.root(), null, kind.key(), allRows, memory);
    }

    /** The places where a table is used, the root first. */
    List<NodeRows> places() {
        List<NodeRows> places = new ArrayList<>(List.of(root));
        for (int i = 0; i < places.size(); i++) {
            places.addAll(places.get(i).joined());
        }
        return places;
    }

    /**
     * The columns of this place's table that hold the record's key, in the key's order: the root's own, and those by which
     * rows join to the whole key of the root. Rows of another place may belong to any record.
     *
     * @return empty if there are none
     */
    List<Integer> columnsOfKey(NodeRows place) {
        if (place.equals(root)) {
            return kind.key();
        }
        Node node = place.node();
        if (!root.equals(place.above())
                || !node.on().stream()
                        .map(On::ours)
                        .sorted()
                        .toList()
                        .equals(kind.key().stream().sorted().toList())) {
            return List.of();
        }
        return kind.key().stream()
                .map(column -> node.on().stream()
                        .filter(on -> on.ours() == column)
                        .map(On::theirs)
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /** Joins the rows and makes the records. To be called once. */
    void make(Context context, Reports reports, Records records) throws IOException {
        RowTree tree = new RowTree(context.asOf());
        Bytes latestKey = new Bytes();
        ByteReader reader = new ByteReader();
        try (Entries rows = root.read(context.asOf(), reports)) {
            while (rows.next()) {
                reader.on(rows.array(), rows.valueStart());
                long place = reader.readVarLong();
                boolean exists = reader.readVarLong() <= context.asOf();
                int keyEnd = rows.keyEnd() - RowBytes.PLACE_BYTES;
                if (Arrays.equals(latestKey.array(), 0, latestKey.length(), rows.array(), rows.keyStart(), keyEnd)) {
                    root.count().rejected();
                    reports.report(
                            kind.root().table(),
                            place,
                            root.columnNames(kind.key()) + ": a row with the same one came before");
                    continue;
                }
                latestKey.clear().put(rows.array(), rows.keyStart(), keyEnd);
                if (exists) {
                    Row row = tree.read(kind.root(), rows.array(), rows.valueStart());
                    make(row, place, tree, context, reports, records);
                } else {
                    root.count().notYet(1);
                }
            }
        }
    }

    private void make(Row row, long place, RowTree tree, Context context, Reports reports, Records records)
            throws IOException {
        List<Output.@Nullable Evaluated> made = new ArrayList<>(kind.outputs().size());
        try {
            for (Output output : kind.outputs()) {
                made.add(output.evaluate(row, context));
            }
        } catch (BadRowException e) {
            root.count().rejected();
            reports.report(kind.root().table(), place, e.reason());
            return;
        }
        root.count().used(1);
        for (RowTree.Missing missing : tree.missing()) {
            reports.report(missing.node().table(), missing.place(), reason(missing));
        }
        String key = kind.keyOf(row.values());
        for (int i = 0; i < made.size(); i++) {
            Output.Evaluated evaluated = made.get(i);
            if (evaluated != null) {
                records.accept(firstOutput + i, key, evaluated);
            }
        }
    }

    private static String reason(RowTree.Missing missing) {
        String columns = String.join(
                "+",
                missing.join().on().stream()
                        .map(on -> missing.node().table().columnName(on.ours()))
                        .toList());
        return missing.keyIsEmpty()
                ? columns + ": empty; used without it"
                : columns + ": no usable row in " + missing.join().table().files() + "; used without it";
    }

    @Override
    public void close() throws IOException {
        root.close();
    }
}
