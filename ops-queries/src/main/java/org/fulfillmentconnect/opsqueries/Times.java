package org.fulfillmentconnect.opsqueries;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as the indices take them. */
final class Times {
    private static final DateTimeFormatter STRICT_DATE_TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int LAST_YEAR = 9999;

    private Times() {}

    /**
     * ISO-8601 in UTC with milliseconds.
     *
     * @throws DateTimeException if its year does not have four digits
     */
    static String format(Instant instant) {
        checkYear(instant.atOffset(ZoneOffset.UTC).getYear());
        return STRICT_DATE_TIME.format(instant);
    }

    static void checkYear(int year) {
        if (year < 0 || year > LAST_YEAR) {
            throw new DateTimeException("expected a year of four digits");
        }
    }
}
