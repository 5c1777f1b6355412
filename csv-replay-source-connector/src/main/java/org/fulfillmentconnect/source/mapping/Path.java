package org.fulfillmentconnect.source.mapping;

import java.util.Arrays;
import java.util.List;
import org.fulfillmentconnect.source.csv.BadRowException;
import org.jspecify.annotations.Nullable;

/** A way from a row over its joins to a column, or to the rows at the end. */
final class Path {
    private static final int ROW = -1;

    private final int[] joins;
    private final boolean[] many;
    private final int column;

    private Path(int[] joins, boolean[] many, int column) {
        this.joins = joins;
        this.many = many;
        this.column = column;
    }

    /** The row itself. */
    static Path start() {
        return new Path(new int[0], new boolean[0], ROW);
    }

    /** On over this join of the node at the end. */
    Path over(int join, Node node) {
        int[] longer = Arrays.copyOf(joins, joins.length + 1);
        boolean[] longerMany = Arrays.copyOf(many, many.length + 1);
        longer[joins.length] = join;
        longerMany[many.length] = node.many();
        return new Path(longer, longerMany, ROW);
    }

    Path to(int lastColumn) {
        return new Path(joins, many, lastColumn);
    }

    boolean crossesMany() {
        for (boolean one : many) {
            if (one) {
                return true;
            }
        }
        return false;
    }

    /** What is at the end, or null; for a path that leads to one row at most. */
    @Nullable
    Object one(Row row) {
        Row at = row;
        for (int join : joins) {
            at = (Row) at.joined()[join];
            if (at == null) {
                return null;
            }
        }
        return column == ROW ? at : at.values()[column];
    }

    /** Takes what is found at the ends of a path. */
    interface Visitor {
        /** Takes a row or a column's value, as the path says; null for an absent value. */
        void found(@Nullable Object found) throws BadRowException;
    }

    /** Visits every end that can be reached from these rows, in their order. */
    void each(List<Row> rows, Visitor visitor) throws BadRowException {
        for (int i = 0; i < rows.size(); i++) {
            each(rows.get(i), 0, visitor);
        }
    }

    private void each(Row row, int step, Visitor visitor) throws BadRowException {
        if (step == joins.length) {
            visitor.found(column == ROW ? row : row.values()[column]);
            return;
        }
        Object next = row.joined()[joins[step]];
        if (next == null) {
            return;
        }
        if (many[step]) {
            List<Row> rows = rows(next);
            for (int i = 0; i < rows.size(); i++) {
                each(rows.get(i), step + 1, visitor);
            }
        } else {
            each((Row) next, step + 1, visitor);
        }
    }

    /** Whether there is anything at any end. */
    boolean leadsAnywhere(List<Row> rows) {
        for (int i = 0; i < rows.size(); i++) {
            if (leadsAnywhere(rows.get(i), 0)) {
                return true;
            }
        }
        return false;
    }

    private boolean leadsAnywhere(Row row, int step) {
        if (step == joins.length) {
            return column == ROW || row.values()[column] != null;
        }
        Object next = row.joined()[joins[step]];
        if (next == null) {
            return false;
        }
        if (!many[step]) {
            return leadsAnywhere((Row) next, step + 1);
        }
        List<Row> rows = rows(next);
        for (int i = 0; i < rows.size(); i++) {
            if (leadsAnywhere(rows.get(i), step + 1)) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("unchecked") // As the node of the join says.
    private static List<Row> rows(Object joined) {
        return (List<Row>) joined;
    }
}
