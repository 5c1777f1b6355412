package org.fulfillmentconnect.source.mapping;

import java.util.List;

/**
 * A table in a record: the root, or joined to the row above it.
 *
 * @param name of the join; for the root, of the record
 * @param many whether all rows that match are joined, or the one that does
 * @param on which columns must be equal; all of them
 * @param reportsMissing whether a row above is reported if no row matches it; false where many are joined
 * @param rejectsOrphans whether a row that no row above matches is reported; false where one is joined
 * @param joins what is joined to this table's rows
 */
public record Node(
        String name,
        Table table,
        boolean many,
        List<On> on,
        boolean reportsMissing,
        boolean rejectsOrphans,
        List<Node> joins) {
    public Node {
        on = List.copyOf(on);
        joins = List.copyOf(joins);
    }

    /**
     * Two columns that must be equal.
     *
     * @param theirs of the joined table
     * @param ours of the row above
     */
    public record On(int theirs, int ours) {}

    static Node root(String name, Table table, List<Node> joins) {
        return new Node(name, table, false, List.of(), false, false, joins);
    }
}
