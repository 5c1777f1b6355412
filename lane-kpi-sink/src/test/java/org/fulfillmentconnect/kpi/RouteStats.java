package org.fulfillmentconnect.kpi;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A row of {@code route_stats_daily}, without its percentiles, and beside it the nearest-rank percentiles. */
record RouteStats(
        Exact exact,
        @Nullable BigDecimal p50Hours,
        @Nullable BigDecimal p95Hours) {

    record Exact(
            String statDate,
            String sellerRegion,
            String customerRegion,
            long sampleCount,
            long lateCount,
            @Nullable BigDecimal lateRate,
            @Nullable BigDecimal avgLeadTimeHours,
            @Nullable BigDecimal avgHandoffHours,
            @Nullable BigDecimal avgTransitHours,
            long overdueCount) {}

    String key() {
        return exact.statDate() + " " + exact.sellerRegion() + "→" + exact.customerRegion();
    }
}
