package org.fulfillmentconnect.source.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fulfillmentconnect.source.csv.BadRowException;
import org.jspecify.annotations.Nullable;

/** A value made of all that a path leads to, from each row of the group. */
sealed interface Aggregate extends Value {

    /** How many rows there are. */
    record Count(Path path) implements Aggregate {
        @Override
        public Object of(List<Row> rows, Context context) throws BadRowException {
            Counting counting = new Counting();
            path.each(rows, counting);
            return counting.count;
        }
    }

    /** The sum of the known values: 0 without rows, absent if there are rows but no value is known. */
    record Sum(Path path, boolean whole) implements Aggregate {
        @Override
        public @Nullable Object of(List<Row> rows, Context context) throws BadRowException {
            Summing summing = new Summing(whole);
            path.each(rows, summing);
            return summing.result();
        }
    }

    /** The greatest, or the least, known value. */
    record Best(Path path, boolean greatest) implements Aggregate {
        @Override
        public @Nullable Object of(List<Row> rows, Context context) throws BadRowException {
            Choosing choosing = new Choosing(greatest);
            path.each(rows, choosing);
            return choosing.best;
        }
    }

    /**
     * The known values; absent if there are none.
     *
     * @param distinct each once, sorted; otherwise in the order of the rows
     */
    record Listing(Path path, boolean distinct, int limit) implements Aggregate {
        @Override
        public @Nullable Object of(List<Row> rows, Context context) throws BadRowException {
            Collection<Object> found = distinct ? new TreeSet<>() : new ArrayList<>(1);
            path.each(rows, value -> {
                if (value != null) {
                    found.add(value);
                }
            });
            if (found.isEmpty()) {
                return null;
            }
            List<Object> values = new ArrayList<>(found);
            return values.size() <= limit ? values : new ArrayList<>(values.subList(0, limit));
        }
    }

    /**
     * An object per group of rows, those without a field that they need left out; absent if there are none.
     *
     * @param by what the rows of a group have in common, by which the groups are sorted; rows without it are left out. If
     *     null, each row is a group
     * @param fields what each object states
     * @param required for each field whether an object needs it
     */
    record Grouping(Path path, @Nullable Path by, List<Value> fields, List<Boolean> required) implements Aggregate {
        @Override
        public @Nullable Object of(List<Row> rows, Context context) throws BadRowException {
            List<Row> found = new ArrayList<>(1);
            path.each(rows, row -> {
                if (row != null) {
                    found.add((Row) row);
                }
            });
            List<Object> objects = new ArrayList<>(found.size());
            if (by == null || found.size() <= 1) {
                for (Row row : found) {
                    if (by == null || by.one(row) != null) {
                        add(List.of(row), context, objects);
                    }
                }
            } else {
                for (List<Row> group : groups(found, by).values()) {
                    add(group, context, objects);
                }
            }
            return objects.isEmpty() ? null : objects;
        }

        private static Map<Object, List<Row>> groups(List<Row> rows, Path by) {
            Map<Object, List<Row>> groups = new TreeMap<>();
            for (Row row : rows) {
                Object common = by.one(row);
                if (common != null) {
                    groups.computeIfAbsent(common, key -> new ArrayList<>(1)).add(row);
                }
            }
            return groups;
        }

        private void add(List<Row> group, Context context, List<Object> objects) throws BadRowException {
            @Nullable Object[] values = new Object[fields.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = fields.get(i).of(group, context);
                if (values[i] == null && required.get(i)) {
                    return;
                }
            }
            objects.add(values);
        }
    }

    /** Visits of one count. */
    final class Counting implements Path.Visitor {
        private long count;

        @Override
        public void found(@Nullable Object found) {
            count++;
        }
    }

    /** Visits of one sum. */
    final class Summing implements Path.Visitor {
        private static final String TOO_LARGE = "the sum of a column's values does not fit 64 bits";

        private final boolean whole;
        private boolean rows;
        private boolean known;
        private long sum;
        private double number;

        Summing(boolean whole) {
            this.whole = whole;
        }

        @Override
        public void found(@Nullable Object found) throws BadRowException {
            rows = true;
            if (found == null) {
                return;
            }
            known = true;
            if (!whole) {
                number += (Double) found;
                return;
            }
            long term = (Long) found;
            long next = sum + term;
            if (((sum ^ next) & (term ^ next)) < 0) {
                throw new BadRowException(TOO_LARGE);
            }
            sum = next;
        }

        @Nullable
        Object result() throws BadRowException {
            if (rows && !known) {
                return null;
            }
            if (!Double.isFinite(number)) {
                throw new BadRowException(TOO_LARGE);
            }
            return whole ? (Object) sum : (Object) number;
        }
    }

    /** Visits of one choice. */
    final class Choosing implements Path.Visitor {
        private final boolean greatest;
        private @Nullable Object best;

        Choosing(boolean greatest) {
            this.greatest = greatest;
        }

        @Override
        public void found(@Nullable Object found) {
            best = Value.better(best, found, greatest);
        }
    }
}
