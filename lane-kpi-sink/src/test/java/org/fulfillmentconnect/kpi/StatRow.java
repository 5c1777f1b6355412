package org.fulfillmentconnect.kpi;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row that users read: its key, what must be equal, as text in the order of the view's columns, and the nearest-rank
 * percentiles, which may be off by 1%.
 */
record StatRow(
        String key,
        List<String> exact,
        @Nullable BigDecimal p50Hours,
        @Nullable BigDecimal p95Hours) {}
