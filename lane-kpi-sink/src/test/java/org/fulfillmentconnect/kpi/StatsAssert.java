package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares rows that users read: all equal, but the percentiles within 1%. */
final class StatsAssert {
    private StatsAssert() {}

    static void assertSame(Map<String, StatRow> actual, Map<String, StatRow> expected) {
        assertThat(exact(actual)).isEqualTo(exact(expected));
        expected.forEach((key, row) -> {
            StatRow other = Objects.requireNonNull(actual.get(key));
            assertClose(other.p50Hours(), row.p50Hours());
            assertClose(other.p95Hours(), row.p95Hours());
        });
    }

    private static Map<String, List<String>> exact(Map<String, StatRow> rows) {
        Map<String, List<String>> exact = new TreeMap<>();
        rows.forEach((key, row) -> exact.put(key, row.exact()));
        return exact;
    }

    private static void assertClose(@Nullable BigDecimal actual, @Nullable BigDecimal nearestRank) {
        if (nearestRank == null) {
            assertThat(actual).isNull();
        } else {
            assertThat(actual).isCloseTo(nearestRank, within(nearestRank.multiply(new BigDecimal("0.01"))));
        }
    }
}
