package org.fulfillmentconnect.source.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the kinds of records of a mapping: from which rows, and what is made of them. */
final class RecordReader {
    private final List<Table> tables;

    RecordReader(List<Table> tables) {
        this.tables = tables;
    }

    /** @param position among the kinds */
    Optional<RecordKind> read(String name, JsonPlace place, int position) {
        Table table = table(place.at("from"));
        if (place.has("events") == place.has("fields")) {
            place.problem("expected either events or fields");
            return Optional.empty();
        }
        if (table == null) {
            return Optional.empty();
        }
        Node root = Node.root(name, table, joins(place.at("joins"), table));
        List<Integer> key = new ArrayList<>();
        for (JsonPlace column : place.at("key").items()) {
            Integer index = keyColumn(column, table, column.text());
            if (index != null) {
                key.add(index);
            }
        }
        List<Output> outputs =
                place.has("events") ? EventReader.read(place, root) : EntityReader.read(name, place, root, position);
        return Optional.of(new RecordKind(name, root, key, outputs));
    }

    private List<Node> joins(JsonPlace place, Table above) {
        List<Node> joins = new ArrayList<>();
        for (String name : place.names()) {
            Node join = join(name, place.at(name), above);
            if (join != null) {
                joins.add(join);
            }
        }
        return joins;
    }

    private @Nullable Node join(String name, JsonPlace place, Table above) {
        if (above.index(name) != null) {
            place.problem("table " + above.name() + " has a column of that name; expected another name");
        }
        boolean many = place.flag("many");
        if (many && place.has("missing")) {
            place.at("missing").problem("where many rows are joined there may be none; expected no such setting");
        }
        if (!many && place.has("orphans")) {
            place.at("orphans").problem("expected a join with many");
        }
        Table table = table(place.at("table"));
        if (table == null) {
            return null;
        }
        List<Node.On> on = new ArrayList<>();
        for (String theirs : place.at("on").names()) {
            Node.On pair = on(place.at("on").at(theirs), table, theirs, above);
            if (pair != null) {
                on.add(pair);
            }
        }
        return new Node(
                name,
                table,
                many,
                on,
                !many && place.text("missing", "report").equals("report"),
                many && place.text("orphans", "reject").equals("reject"),
                joins(place.at("joins"), table));
    }

    private static Node.@Nullable On on(JsonPlace place, Table joined, String theirs, Table above) {
        Integer theirIndex = keyColumn(place, joined, theirs);
        Integer ourIndex = keyColumn(place, above, place.text());
        if (theirIndex == null || ourIndex == null) {
            return null;
        }
        Type theirType = joined.type(theirIndex);
        Type ourType = above.type(ourIndex);
        if (theirType != ourType) {
            place.problem("expected two columns of one type but " + theirs + " is " + theirType.word() + " and "
                    + place.text() + " is " + ourType.word());
        }
        return new Node.On(theirIndex, ourIndex);
    }

    /** A column by which rows are found. It is known from the start. */
    private static @Nullable Integer keyColumn(JsonPlace place, Table table, String column) {
        Integer index = table.index(column);
        if (index == null) {
            place.problem("table " + table.name() + " has no column " + column);
        } else if (table.observed(index)) {
            place.problem(column + " is not known before it is observed; expected another column");
        }
        return index;
    }

    private @Nullable Table table(JsonPlace place) {
        for (Table table : tables) {
            if (table.name().equals(place.text())) {
                return table;
            }
        }
        place.problem("no table " + place.text() + "; expected one of "
                + String.join(", ", tables.stream().map(Table::name).toList()));
        return null;
    }
}
