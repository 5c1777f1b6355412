package org.fulfillmentconnect.source.mapping;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads paths: names of joins, then of a column, with dots between; {@code .} alone is the start. */
final class PathReader {
    private static final String START = ".";

    private final Node start;

    PathReader(Node start) {
        this.start = start;
    }

    /**
     * Where a path leads.
     *
     * @param node the table at its end
     * @param column null if it leads to rows
     */
    record End(String text, Path path, Node node, @Nullable Integer column) {
        /** What the column holds. */
        Type type() {
            return node.table().type(columnIndex());
        }

        boolean observed() {
            return node.table().observed(columnIndex());
        }

        private int columnIndex() {
            if (column == null) {
                throw new IllegalStateException(text + " leads to rows");
            }
            return column;
        }
    }

    /** A path to a column; over joins of one row each unless many are taken. */
    Optional<End> column(JsonPlace place, boolean many) {
        Optional<End> end = read(place);
        if (end.isPresent() && end.get().column() == null) {
            place.problem(place.text() + " leads to rows; expected a path to a column");
            return Optional.empty();
        }
        if (!many && end.isPresent() && end.get().path().crossesMany()) {
            place.problem(place.text() + " leads to many rows; expected one value, or latest, earliest, min, max, sum,"
                    + " list or group of them");
            return Optional.empty();
        }
        return end;
    }

    /** A path to rows. */
    Optional<End> rows(JsonPlace place) {
        Optional<End> end = read(place);
        if (end.isPresent() && end.get().column() != null) {
            place.problem(place.text() + " leads to a column; expected a path to rows");
            return Optional.empty();
        }
        return end;
    }

    Optional<End> read(JsonPlace place) {
        String text = place.text();
        if (text.equals(START)) {
            return Optional.of(new End(text, Path.start(), start, null));
        }
        Path path = Path.start();
        Node node = start;
        String rest = text;
        while (true) {
            Integer column = node.table().index(rest);
            if (column != null) {
                return Optional.of(new End(text, path.to(column), node, column));
            }
            int dot = rest.indexOf('.');
            String name = dot < 0 ? rest : rest.substring(0, dot);
            int join = join(node, name);
            if (join < 0) {
                place.problem(unknown(node, name));
                return Optional.empty();
            }
            node = node.joins().get(join);
            path = path.over(join, node);
            if (dot < 0) {
                return Optional.of(new End(text, path, node, null));
            }
            rest = rest.substring(dot + 1);
        }
    }

    private static int join(Node node, String name) {
        for (int i = 0; i < node.joins().size(); i++) {
            if (node.joins().get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static String unknown(Node node, String name) {
        String what = "table " + node.table().name() + " has no column " + name;
        return node.joins().isEmpty()
                ? what
                : what + ", and no such join; joined are "
                        + String.join(
                                ", ", node.joins().stream().map(Node::name).toList());
    }
}
