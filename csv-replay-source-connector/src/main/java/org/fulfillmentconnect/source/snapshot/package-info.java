/** From the files of a data set to its sorted records: reading, joining, sorting, in bounded memory. */
@NullMarked
package org.fulfillmentconnect.source.snapshot;

import org.jspecify.annotations.NullMarked;
