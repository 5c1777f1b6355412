package org.fulfillmentconnect.kpi;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one order adds to a row, by measure; zero where nothing was set.
 *
 * @param <M> the measures, in the order of the columns that are named for them
 */
final class Sums<M extends Enum<M>> {
    private final Class<M> measures;
    private final Map<M, Long> values;

    Sums(Class<M> measures) {
        this.measures = measures;
        this.values = new EnumMap<>(measures);
    }

    /** The columns of these measures. */
    static <M extends Enum<M>> List<String> columns(Class<M> measures) {
        return Stream.of(measures.getEnumConstants())
                .map(measure -> measure.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    void set(M measure, long value) {
        values.put(measure, value);
    }

    /** Counts 1 and adds the duration, or counts 1 as reversed if it is negative; nothing if it is not known. */
    void setDuration(@Nullable Long seconds, M count, M sum, M reversed) {
        if (seconds == null) {
            return;
        }
        if (seconds < 0) {
            set(reversed, 1);
        } else {
            set(count, 1);
            set(sum, seconds);
        }
    }

    /** Whether this was added at all. */
    boolean has(M measure) {
        return values.containsKey(measure);
    }

    DayTotals totals(LeadTimeHistogram leadTimes) {
        long[] inOrder = Stream.of(measures.getEnumConstants())
                .mapToLong(measure -> values.getOrDefault(measure, 0L))
                .toArray();
        return DayTotals.of(inOrder, leadTimes);
    }
}
