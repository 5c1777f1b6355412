package org.fulfillmentconnect.kpi;

import java.time.ZoneId;

/**
 * A row of {@code order_facts}.
 *
 * @param on the days under which the order is counted in the aggregates
 * @param pruned whether the facts were given up; then what the order added stays as it is
 */
record CountedOrder(OrderFacts facts, CountedOn on, boolean pruned) {

    /** An order that counts by these facts and the calendar of this time zone. */
    static CountedOrder of(OrderFacts facts, ZoneId zone) {
        return new CountedOrder(facts, CountedOn.of(facts, zone), false);
    }

    /** What it adds to the aggregates. */
    Contribution contribution() {
        return Contribution.of(facts, on);
    }
}
