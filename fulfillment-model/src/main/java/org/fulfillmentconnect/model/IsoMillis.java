package org.fulfillmentconnect.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * An instant as ISO-8601 UTC with milliseconds, such as {@code 2017-10-02T13:56:33.000Z}. Written by hand because ids
 * and documents are computed for every record; the years outside 0000 to 9999 are left to the formatter.
 */
public final class IsoMillis {
    /** Of the text for a year from 0000 to 9999. */
    static final int LENGTH = 24;

    static final DateTimeFormatter FORMATTER =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final int SECONDS_PER_DAY = 86_400;
    private static final long FIRST_SECOND = LocalDate.of(0, 1, 1).toEpochDay() * SECONDS_PER_DAY;
    private static final long LAST_SECOND = LocalDate.of(10_000, 1, 1).toEpochDay() * SECONDS_PER_DAY - 1;

    private IsoMillis() {}

    /** The text. Digits below the millisecond are cut off. */
    public static String text(Instant instant) {
        StringBuilder text = new StringBuilder(LENGTH);
        append(text, instant);
        return text.toString();
    }

    /** Digits below the millisecond are cut off. */
    static void append(StringBuilder text, Instant instant) {
        long second = instant.getEpochSecond();
        if (second < FIRST_SECOND || second > LAST_SECOND) {
            FORMATTER.formatTo(instant, text);
            return;
        }
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(second, SECONDS_PER_DAY));
        int secondOfDay = Math.floorMod(second, SECONDS_PER_DAY);
        twoDigits(text, date.getYear() / 100);
        twoDigits(text, date.getYear() % 100);
        twoDigits(text.append('-'), date.getMonthValue());
        twoDigits(text.append('-'), date.getDayOfMonth());
        twoDigits(text.append('T'), secondOfDay / 3600);
        twoDigits(text.append(':'), secondOfDay / 60 % 60);
        twoDigits(text.append(':'), secondOfDay % 60);
        int milli = instant.getNano() / 1_000_000;
        text.append('.').append(digit(milli / 100));
        twoDigits(text, milli % 100);
        text.append('Z');
    }

    private static void twoDigits(StringBuilder text, int number) {
        text.append(digit(number / 10)).append(digit(number % 10));
    }

    private static char digit(int value) {
        return (char) ('0' + value);
    }
}
