package org.fulfillmentconnect.kpi;

import java.time.LocalDate;
import java.util.List;

/**
 * The key of a row of a {@link DayTable}.
 *
 * @param day a local date in the data set's time zone
 * @param names the values of {@link DayTable#nameColumns}
 */
record DayKey(LocalDate day, List<String> names) {}
