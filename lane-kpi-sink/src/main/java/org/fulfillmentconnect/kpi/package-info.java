/**
 * The lane KPIs: facts per order and aggregates per lane and day in PostgreSQL, kept by deltas so that the tables are a pure
 * function of the set of events in the log.
 */
@NullMarked
package org.fulfillmentconnect.kpi;

import org.jspecify.annotations.NullMarked;
