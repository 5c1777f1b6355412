package org.fulfillmentconnect.source.mapping;

import java.util.List;
import org.fulfillmentconnect.source.csv.BadRowException;
import org.jspecify.annotations.Nullable;

/** A rule that gives a value of a row, or of a group of rows. */
sealed interface Value permits Value.Simple, Aggregate {
    /**
     * String, Long, Double or Boolean; a {@code List<Object>} of these, or of {@code Object[]} for groups; null if
     * absent.
     *
     * @param rows at least one; a path to one value starts at the first
     * @throws BadRowException if it cannot be computed from these rows
     */
    @Nullable
    Object of(List<Row> rows, Context context) throws BadRowException;

    /** One that looks at the first row alone, or at other values. */
    sealed interface Simple extends Value {}

    record AtPath(Path path) implements Simple {
        @Override
        public @Nullable Object of(List<Row> rows, Context context) {
            return path.one(rows.get(0));
        }
    }

    record Constant(Object value) implements Simple {
        @Override
        public Object of(List<Row> rows, Context context) {
            return value;
        }
    }

    record AsOf() implements Simple {
        @Override
        public Object of(List<Row> rows, Context context) {
            return context.asOf();
        }
    }

    /** The first that is present. */
    record First(List<Value> values) implements Simple {
        @Override
        public @Nullable Object of(List<Row> rows, Context context) throws BadRowException {
            for (int i = 0; i < values.size(); i++) {
                Object value = values.get(i).of(rows, context);
                if (value != null) {
                    return value;
                }
            }
            return null;
        }
    }

    /** The greatest, or the least, of those that are present. */
    record Extreme(List<Value> values, boolean greatest) implements Simple {
        @Override
        public @Nullable Object of(List<Row> rows, Context context) throws BadRowException {
            Object best = null;
            for (int i = 0; i < values.size(); i++) {
                best = better(best, values.get(i).of(rows, context), greatest);
            }
            return best;
        }
    }

    /** The last millisecond of the local day in which a time lies. */
    record EndOfDay(Value time) implements Simple {
        @Override
        public @Nullable Object of(List<Row> rows, Context context) throws BadRowException {
            Long at = (Long) time.of(rows, context);
            return at == null ? null : context.endOfDay(at);
        }
    }

    /** Absent unless the condition holds. */
    record When(Condition condition, Value value) implements Simple {
        @Override
        public @Nullable Object of(List<Row> rows, Context context) throws BadRowException {
            return condition.holds(rows) ? value.of(rows, context) : null;
        }
    }

    /** For a field of 32 bits. */
    record Int32(String field, Value value) implements Simple {
        @Override
        public @Nullable Object of(List<Row> rows, Context context) throws BadRowException {
            Object number = value.of(rows, context);
            if (number != null && !fits((Long) number)) {
                throw new BadRowException(field + ": expected a whole number of 32 bits");
            }
            return number;
        }

        static boolean fits(long number) {
            return (int) number == number;
        }
    }

    /** The greater, or the lesser, of two values of one type; a present one rather than an absent one. */
    @SuppressWarnings("unchecked") // The types of all values are known to go together.
    static @Nullable Object better(@Nullable Object one, @Nullable Object other, boolean greatest) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        int order = ((Comparable<Object>) other).compareTo(one);
        return (greatest ? order > 0 : order < 0) ? other : one;
    }
}
