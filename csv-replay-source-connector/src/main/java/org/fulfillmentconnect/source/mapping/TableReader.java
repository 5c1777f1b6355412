package org.fulfillmentconnect.source.mapping;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.fulfillmentconnect.source.csv.CsvDialect;
import org.jspecify.annotations.Nullable;

/** Reads the tables of a mapping. */
final class TableReader {
    private static final String TIME_FORMAT = "timeFormat";

    private final CsvDialect dialect;
    private final TimeFormat times;

    /** @param root where the defaults for all tables stand */
    TableReader(JsonPlace root) {
        this.dialect = dialect(root.at("csv"), CsvDialect.DEFAULT);
        this.times = times(root.at(TIME_FORMAT), PlainTimes.FORMAT);
    }

    Table read(String name, JsonPlace place) {
        List<Column> columns = new ArrayList<>();
        JsonPlace all = place.at("columns");
        for (String column : all.names()) {
            columns.add(column(column, all.at(column)));
        }
        String files = place.at("files").text();
        CsvDialect own = dialect(place.at("csv"), dialect);
        Table table = new Table(name, files, own, columns, List.of());
        return withDerived(table, columns, place.at("derived"));
    }

    private Column column(String name, JsonPlace place) {
        if (place.isText()) {
            return new Column(name, Type.named(place.text()), false, false, false, times);
        }
        Type type = Type.named(place.at("type").text());
        Column column = new Column(
                name,
                type,
                place.flag("required"),
                place.flag("optional"),
                place.flag("observed"),
                times(place.at("format"), times));
        if (column.required() && column.optional()) {
            place.problem("a column that a file may lack cannot be required; expected one of required and optional");
        }
        if (type != Type.TIME && column.observed()) {
            place.at("observed").problem("expected a column of type time but found " + type.word());
        }
        if (type != Type.TIME && place.has("format")) {
            place.at("format").problem("expected a column of type time but found " + type.word());
        }
        return column;
    }

    /** Each may use the columns and the derived ones before it. */
    private static Table withDerived(Table table, List<Column> columns, JsonPlace place) {
        List<Derived> derived = new ArrayList<>();
        Table known = table;
        for (String name : place.names()) {
            JsonPlace rule = place.at(name);
            if (known.index(name) != null) {
                rule.problem("the table has a column of that name; expected another name");
                continue;
            }
            Typed value = ValueReader.ofRow(Node.root(table.name(), known, List.of()))
                    .read(rule)
                    .orElse(null);
            if (value == null) {
                continue;
            }
            if (!(value.type() instanceof ValueType.One one)) {
                rule.problem(
                        "expected a single value but found a " + value.type().word());
                continue;
            }
            derived.add(new Derived(name, one.type(), value.observed(), value.value()));
            known = new Table(table.name(), table.files(), table.dialect(), columns, derived);
        }
        return known;
    }

    private static TimeFormat times(JsonPlace place, TimeFormat otherwise) {
        if (!place.exists()) {
            return otherwise;
        }
        try {
            return TimeFormat.of(place.text());
        } catch (IllegalArgumentException e) {
            place.problem("expected iso, epoch-millis, epoch-seconds or a pattern such as " + PlainTimes.PATTERN
                    + " for a date and time (" + e.getMessage() + ")");
            return otherwise;
        }
    }

    private static CsvDialect dialect(JsonPlace place, CsvDialect otherwise) {
        if (!place.exists()) {
            return otherwise;
        }
        char delimiter =
                place.text("delimiter", String.valueOf(otherwise.delimiter())).charAt(0);
        try {
            return new CsvDialect(
                    delimiter,
                    quote(place, otherwise.quote()),
                    charset(place.at("charset"), otherwise.charset()),
                    place.text("null", otherwise.nullMarker()));
        } catch (IllegalArgumentException e) {
            place.problem(e.getMessage() + "; expected two different characters within a line");
            return otherwise;
        }
    }

    private static @Nullable Character quote(JsonPlace place, @Nullable Character otherwise) {
        if (!place.has("quote")) {
            return otherwise;
        }
        return place.at("quote").node().isNull()
                ? null
                : (Character) place.at("quote").text().charAt(0);
    }

    private static Charset charset(JsonPlace place, Charset otherwise) {
        if (!place.exists()) {
            return otherwise;
        }
        try {
            return Charset.forName(place.text());
        } catch (IllegalArgumentException e) {
            place.problem("expected a character set such as UTF-8 or ISO-8859-1");
            return otherwise;
        }
    }
}
