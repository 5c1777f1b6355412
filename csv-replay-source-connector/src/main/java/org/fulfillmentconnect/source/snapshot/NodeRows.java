package org.fulfillmentconnect.source.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.fulfillmentconnect.source.mapping.Node;
import org.fulfillmentconnect.source.mapping.Node.On;
import org.fulfillmentconnect.source.sort.Bytes;
import org.fulfillmentconnect.source.sort.Entries;
import org.fulfillmentconnect.source.sort.ExternalSort;
import org.fulfillmentconnect.source.sort.SortMemory;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table in one place of a record, and of the tables that are joined to them there. They are added while
 * the files are read; then each join takes both sides in the order of the columns that it joins by.
 */
final class NodeRows implements Closeable {
    /** The most bytes of rows that join to one row: more could be no record of a log. */
    static final int MOST_JOINED_BYTES = 16 << 20;

    private final Node node;
    private final @Nullable NodeRows above;
    private final List<Integer> keyColumns;
    private final SortMemory memory;
    private final boolean rejectsOrphans;
    private final RowCount count;
    private final List<NodeRows> joined = new ArrayList<>();
    /** The joins, those last whose columns are the ones by which the rows are wanted in the end. */
    private final List<Integer> joinOrder = new ArrayList<>();

    private final ExternalSort rows;
    private final ByteReader reader = new ByteReader();
    private final Bytes key = new Bytes();
    private final Bytes value = new Bytes();

    /**
     * @param above null for the root
     * @param keyColumns by which the rows are wanted: the root's key, or the columns of this table that the join names
     * @param allAbove whether all rows of the root are there, so that one that joins to none is wrong
     */
    NodeRows(
            String use,
            Node node,
            @Nullable NodeRows above,
            List<Integer> keyColumns,
            boolean allAbove,
            SortMemory memory) {
        this.node = node;
        this.above = above;
        this.keyColumns = keyColumns;
        this.memory = memory;
        this.rejectsOrphans = allAbove && node.many() && node.rejectsOrphans();
        this.count = new RowCount(use);
        this.rows = memory.newSort();
        for (int i = 0; i < node.joins().size(); i++) {
            Node join = node.joins().get(i);
            joined.add(new NodeRows(use + '.' + join.name(), join, this, theirs(join), allAbove, memory));
            joinOrder.add(i);
        }
        joinOrder.sort(Comparator.<Integer, Boolean>comparing(i -> ours(i).equals(keyColumns))
                .thenComparing(i -> ours(i).toString()));
    }

    private static List<Integer> theirs(Node join) {
        return join.on().stream().map(On::theirs).toList();
    }

    private List<Integer> ours(int join) {
        return node.joins().get(join).on().stream().map(On::ours).toList();
    }

    Node node() {
        return node;
    }

    List<Integer> keyColumns() {
        return keyColumns;
    }

    @Nullable
    NodeRows above() {
        return above;
    }

    List<NodeRows> joined() {
        return joined;
    }

    RowCount count() {
        return count;
    }

    /** Adds a row; none of its key columns is empty. */
    void add(long place, long existsFrom, @Nullable Object[] values) throws IOException {
        value.clear();
        RowBytes.write(place, existsFrom, values, value);
        addSorted(rows, firstOrder());
    }

    private void addSorted(ExternalSort sort, List<Integer> columns) throws IOException {
        RowBytes.writeKey(reader.on(value.array(), 0), columns, key);
        sort.add(key, value);
    }

    private List<Integer> firstOrder() {
        return joinOrder.isEmpty() ? keyColumns : ours(joinOrder.get(0));
    }

    /** The rows with all that is joined to them, in the order of the key columns. To be asked for once. */
    Entries read(long asOf, Reports reports) throws IOException {
        Entries current = rows.readOnce();
        List<Integer> order = firstOrder();
        for (int join : joinOrder) {
            if (!order.equals(ours(join))) {
                order = ours(join);
                current = sorted(current, order);
            }
            NodeRows other = joined.get(join);
            Groups groups = new Groups(
                    other.read(asOf, reports), other.node.many(), asOf, MOST_JOINED_BYTES, other.outcome(reports));
            current = new JoinedRows(current, groups, join, other.node.many(), asOf);
        }
        return order.equals(keyColumns) ? current : sorted(current, keyColumns);
    }

    private Entries sorted(Entries entries, List<Integer> columns) throws IOException {
        ExternalSort sort = memory.newSort();
        try (entries) {
            while (entries.next()) {
                value.clear().put(entries.array(), entries.valueStart(), entries.valueEnd());
                addSorted(sort, columns);
            }
        }
        return sort.readOnce();
    }

    /** What becomes of this node's rows when they are joined to the row above. */
    private Groups.Outcome outcome(Reports reports) {
        String columns = columnNames(keyColumns);
        String aboveFiles = above == null ? "" : above.node.table().files();
        return new Groups.Outcome() {
            @Override
            public void second(long place) throws IOException {
                reject(place, columns + ": a row with the same one came before");
            }

            @Override
            public void beyondLimit(long place) throws IOException {
                reject(
                        place,
                        columns + ": the rows that join to one row of " + aboveFiles + " have more than "
                                + MOST_JOINED_BYTES + " bytes");
            }

            @Override
            public void notYet(int rowCount) {
                count.notYet(rowCount);
            }

            @Override
            public void used(int rowCount) {
                count.used(rowCount);
            }

            @Override
            public void unused(long place) throws IOException {
                if (rejectsOrphans) {
                    reject(place, columns + ": no usable row in " + aboveFiles);
                } else {
                    count.notAskedFor();
                }
            }

            @Override
            public void unusedYet(int rowCount) {
                count.notYet(rowCount);
            }

            private void reject(long place, String reason) throws IOException {
                count.rejected();
                reports.report(node.table(), place, reason);
            }
        };
    }

    String columnNames(List<Integer> columns) {
        return String.join("+", columns.stream().map(node.table()::columnName).toList());
    }

    @Override
    public void close() throws IOException {
        rows.close();
        for (NodeRows other : joined) {
            other.close();
        }
    }
}
