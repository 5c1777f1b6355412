package org.fulfillmentconnect.kpi;

/** What an operator does to build the tables anew from the log. */
final class Rebuild {
    static final String HOW = "To rebuild the tables: stop the connector; in their schema, CALL empty_lane_kpis();"
            + " delete the connector's offsets; resume it";

    private Rebuild() {}
}
