/**
 * Sorting of more entries than memory holds: they are gathered up to a budget, sorted, spilled as a run, and the runs
 * merged when they are read.
 */
@NullMarked
package org.fulfillmentconnect.source.sort;

import org.jspecify.annotations.NullMarked;
