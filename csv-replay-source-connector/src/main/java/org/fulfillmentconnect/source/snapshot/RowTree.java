package org.fulfillmentconnect.source.snapshot;

import java.util.ArrayList;
import java.util.List;
import org.fulfillmentconnect.source.mapping.Node;
import org.fulfillmentconnect.source.mapping.Row;
import org.fulfillmentconnect.source.mapping.Table;
import org.jspecify.annotations.Nullable;

/** Reads joined rows back as they are evaluated, as far as they were known at the as-of instant. For one thread. */
final class RowTree {
    private final long asOf;
    private final ByteReader reader = new ByteReader();
    private final List<Missing> missing = new ArrayList<>();

    RowTree(long asOf) {
        this.asOf = asOf;
    }

    /** A row that had no other to join to. */
    record Missing(Node node, Node join, long place, boolean keyIsEmpty) {}

    /** @param array bytes of a row with everything joined to it */
    Row read(Node node, byte[] array, int from) {
        missing.clear();
        reader.on(array, from);
        return row(node);
    }

    /** What was missing in the row that was read last, and is to be reported. */
    List<Missing> missing() {
        return missing;
    }

    private Row row(Node node) {
        long place = reader.readVarLong();
        reader.readVarLong();
        Table table = node.table();
        @Nullable Object[] values = new Object[table.width()];
        for (int i = 0; i < values.length; i++) {
            Object value = reader.readValue();
            boolean hidden = value instanceof Long time && table.observed(i) && time > asOf;
            values[i] = hidden ? null : value;
        }
        @Nullable Object[] joined = new Object[node.joins().size()];
        for (int i = 0; i < joined.length; i++) {
            int join = reader.readByte();
            Node other = node.joins().get(join);
            joined[join] = other.many() ? rows(other) : lookedUp(node, other, place);
        }
        return new Row(values, joined);
    }

    private List<Row> rows(Node node) {
        int count = reader.readInt();
        List<Row> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            reader.readInt();
            rows.add(row(node));
        }
        return rows;
    }

    private @Nullable Row lookedUp(Node node, Node join, long place) {
        int state = reader.readByte();
        if (state == RowBytes.FOUND) {
            reader.readInt();
            return row(join);
        }
        if (state != RowBytes.NOT_YET && join.reportsMissing()) {
            missing.add(new Missing(node, join, place, state == RowBytes.EMPTY_KEY));
        }
        return null;
    }
}
