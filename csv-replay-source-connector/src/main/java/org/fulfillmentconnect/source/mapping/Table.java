package org.fulfillmentconnect.source.mapping;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fulfillmentconnect.source.csv.BadRowException;
import org.fulfillmentconnect.source.csv.CsvColumn;
import org.fulfillmentconnect.source.csv.CsvDialect;
import org.fulfillmentconnect.source.csv.CsvRow;
import org.jspecify.annotations.Nullable;

/** Files of one form: which they are, how to read them, and what their columns hold. */
public final class Table {
    private final String name;
    private final String files;
    private final CsvDialect dialect;
    private final List<Column> columns;
    private final List<Derived> derived;
    private final Map<String, Integer> indexes = new HashMap<>();

    Table(String name, String files, CsvDialect dialect, List<Column> columns, List<Derived> derived) {
        this.name = name;
        this.files = files;
        this.dialect = dialect;
        this.columns = List.copyOf(columns);
        this.derived = List.copyOf(derived);
        for (int i = 0; i < width(); i++) {
            indexes.put(columnName(i), i);
        }
    }

    public String name() {
        return name;
    }

    /** Which files it is read from: a path below the data's folder, which may be a glob. */
    public String files() {
        return files;
    }

    public CsvDialect dialect() {
        return dialect;
    }

    /** What to open the files with. */
    public List<CsvColumn> columns() {
        return columns.stream()
                .map(column -> new CsvColumn(column.name(), column.optional()))
                .toList();
    }

    /** How many values a row has: those of the columns, then the derived ones. */
    public int width() {
        return columns.size() + derived.size();
    }

    public String columnName(int column) {
        return isDerived(column) ? derived(column).name() : columns.get(column).name();
    }

    /**
     * Whether it is a time at which something was observed. Such a time never lies in the future, the latest of all is
     * the as-of instant where no other is given, and one after as-of is not known yet. A derived time is observed if all
     * times that it is made of are.
     */
    public boolean observed(int column) {
        return isDerived(column)
                ? derived(column).observed()
                : columns.get(column).observed();
    }

    /** Whether a row without a value here cannot be used. */
    public boolean required(int column) {
        return !isDerived(column) && columns.get(column).required();
    }

    Type type(int column) {
        return isDerived(column) ? derived(column).type() : columns.get(column).type();
    }

    /** Where this column is among the values, or null if there is none. */
    @Nullable
    Integer index(String column) {
        return indexes.get(column);
    }

    /**
     * The values of a row: String, Long (whole numbers, cents, times in epoch milliseconds), Double, Boolean; null if
     * absent.
     *
     * @param zone where local times are
     * @param now after which nothing can have been observed
     * @throws BadRowException naming the first column whose value cannot be used
     */
    public @Nullable Object[] parse(CsvRow row, ZoneId zone, Instant now) throws BadRowException {
        return parse(row::value, zone, now);
    }

    /** The texts of a row. */
    interface Cells {
        @Nullable
        String value(int column);
    }

    @Nullable
    Object[] parse(Cells row, ZoneId zone, Instant now) throws BadRowException {
        @Nullable Object[] values = new Object[width()];
        for (int i = 0; i < columns.size(); i++) {
            values[i] = columns.get(i).parse(row.value(i), zone, now);
        }
        if (!derived.isEmpty()) {
            List<Row> rows = List.of(Row.alone(values));
            Context context = new Context(Long.MAX_VALUE, zone);
            for (int i = 0; i < derived.size(); i++) {
                values[columns.size() + i] = derived.get(i).value().of(rows, context);
            }
        }
        return values;
    }

    private boolean isDerived(int column) {
        return column >= columns.size();
    }

    private Derived derived(int column) {
        return derived.get(column - columns.size());
    }
}
