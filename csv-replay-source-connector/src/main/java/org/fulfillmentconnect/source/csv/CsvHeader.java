package org.fulfillmentconnect.source.csv;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names in the first row of a file.
 *
 * @param file the file's name, for messages
 * @param wrong what is wrong with the bytes of this row; null if they are text
 */
record CsvHeader(String file, List<String> names, @Nullable String wrong) {

    /** Where each of these columns stands; -1 for an optional one that is missing. */
    int[] indexesOf(List<CsvColumn> columns) throws CsvFormatException {
        int[] indexes = new int[columns.size()];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = indexOf(columns.get(i));
        }
        return indexes;
    }

    private int indexOf(CsvColumn column) throws CsvFormatException {
        int index = names.indexOf(column.name());
        if (index < 0 && wrong != null) {
            // An optional one may well be there, in another charset.
            throw refused(column, "is missing in the header, which " + wrong);
        }
        if (index < 0 && !column.optional()) {
            throw refused(column, "is missing in the header");
        }
        if (names.lastIndexOf(column.name()) != index) {
            throw refused(column, "stands twice in the header");
        }
        return index;
    }

    private CsvFormatException refused(CsvColumn column, String reason) {
        return new CsvFormatException(file + ": column " + column.name() + " " + reason);
    }
}
