package org.fulfillmentconnect.kpi;

import java.util.HashMap;
import java.util.Map;

/** What a transaction changes in the aggregates, row by row. */
final class Deltas {
    private final Map<DayTable, Map<DayKey, DayTotals>> rows = new HashMap<>();

    void add(Contribution contribution) {
        contribution.parts().forEach(part -> change(part, part.totals()));
    }

    void subtract(Contribution contribution) {
        contribution.parts().forEach(part -> change(part, part.totals().negated()));
    }

    private void change(Contribution.Part part, DayTotals by) {
        rows.computeIfAbsent(part.table(), table -> new HashMap<>()).merge(part.key(), by, DayTotals::plus);
    }

    /** The rows of this table that change. */
    Map<DayKey, DayTotals> of(DayTable table) {
        Map<DayKey, DayTotals> changed = new HashMap<>(rows.getOrDefault(table, Map.of()));
        changed.values().removeIf(DayTotals::isZero);
        return changed;
    }
}
