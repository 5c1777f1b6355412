package org.fulfillmentconnect.source;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * One row of a file. Columns are found by name; values are not trimmed, and an empty one is absent.
 *
 * @param line the line on which the row starts, the header being line 1
 * @param columns where each column is
 * @param table the table, of which this is the latest row
 */
record CsvRow(long line, CSVRecord values, Map<String, Integer> columns, CsvTable table) {
    /** No amount of money is that long; parsing much longer numbers exactly costs without end. */
    private static final int LONGEST_NUMBER = 40;
    /** Sums of these never overflow. */
    private static final long MOST_CENTS = 10_000_000_000_000L;

    /** The row as it stands in the file; to be asked for before the next row is read. */
    String raw() throws IOException {
        return table.latestRaw();
    }

    @Nullable
    String text(String column) {
        Integer index = columns.get(column);
        if (index == null) {
            throw new IllegalArgumentException("no column " + column);
        }
        String value = values.get(index);
        return value.isEmpty() ? null : value;
    }

    String requiredText(String column) throws BadRowException {
        return required(column, text(column));
    }

    /** A local time, which may lie in the future, as a promise does. */
    @Nullable
    Instant time(String column, LocalTimes times) throws BadRowException {
        String text = text(column);
        if (text == null) {
            return null;
        }
        Instant time = times.parse(text);
        if (time == null) {
            throw new BadRowException(column + ": expected a time such as " + LocalTimes.EXAMPLE);
        }
        if (time.isBefore(Instant.EPOCH)) {
            throw new BadRowException(column + ": lies before 1970");
        }
        return time;
    }

    /** When something happened: never in the future. */
    @Nullable
    Instant pastTime(String column, LocalTimes times, Instant now) throws BadRowException {
        Instant time = time(column, times);
        if (time != null && time.isAfter(now)) {
            throw BadRowException.future(column);
        }
        return time;
    }

    /** An amount of money, as integer cents. */
    @Nullable
    Long cents(String column) throws BadRowException {
        String text = text(column);
        if (text == null) {
            return null;
        }
        if (text.length() <= LONGEST_NUMBER) {
            try {
                long cents = new BigDecimal(text).movePointRight(2).longValueExact();
                if (cents >= -MOST_CENTS && cents <= MOST_CENTS) {
                    return cents;
                }
            } catch (ArithmeticException | NumberFormatException e) {
                // Said below, for all that is no amount.
            }
        }
        throw new BadRowException(column + ": expected an amount such as 58.90, exact to the cent");
    }

    static <T> T required(String column, @Nullable T value) throws BadRowException {
        if (value == null) {
            throw new BadRowException(column + ": empty, but required");
        }
        return value;
    }
}
