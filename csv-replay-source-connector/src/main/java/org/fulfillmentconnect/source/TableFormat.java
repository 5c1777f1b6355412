package org.fulfillmentconnect.source;

import java.util.List;

/**
 * One file of a data set.
 *
 * @param file its name below the data set's folder
 * @param columns the columns that must be there; others, and their order, do not matter
 */
record TableFormat(String file, List<String> columns) {
    TableFormat {
        columns = List.copyOf(columns);
    }
}
