package org.fulfillmentconnect.kpi;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code order_facts}.
 *
 * @param statDate the day under which the order is counted in the aggregates; null if it is counted nowhere
 */
record CountedOrder(OrderFacts facts, @Nullable LocalDate statDate) {}
