package org.fulfillmentconnect.source.mapping;

import java.util.List;
import java.util.Set;

/** What must hold of a row, or of a group of rows, for something to be made of it. */
sealed interface Condition {
    /** Whether it holds of these rows, at least one; a path to one value starts at the first. */
    boolean holds(List<Row> rows);

    /** There is a value, or a row, at the end of the path. */
    record Present(Path path) implements Condition {
        @Override
        public boolean holds(List<Row> rows) {
            return path.leadsAnywhere(rows);
        }
    }

    record In(Path path, Set<Object> values) implements Condition {
        @Override
        public boolean holds(List<Row> rows) {
            Object value = path.one(rows.get(0));
            return value != null && values.contains(value);
        }
    }

    record All(List<Condition> conditions) implements Condition {
        @Override
        public boolean holds(List<Row> rows) {
            for (int i = 0; i < conditions.size(); i++) {
                if (!conditions.get(i).holds(rows)) {
                    return false;
                }
            }
            return true;
        }
    }

    record Any(List<Condition> conditions) implements Condition {
        @Override
        public boolean holds(List<Row> rows) {
            for (int i = 0; i < conditions.size(); i++) {
                if (conditions.get(i).holds(rows)) {
                    return true;
                }
            }
            return false;
        }
    }

    record Not(Condition condition) implements Condition {
        @Override
        public boolean holds(List<Row> rows) {
            return !condition.holds(rows);
        }
    }
}
