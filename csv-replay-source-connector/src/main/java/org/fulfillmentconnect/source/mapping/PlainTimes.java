package org.fulfillmentconnect.source.mapping;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** Local times written as {@code 2017-10-02 10:56:33}: the usual form, read by hand as a formatter costs far more. */
enum PlainTimes implements TimeFormat {
    FORMAT;

    static final String PATTERN = "yyyy-MM-dd HH:mm:ss";
    private static final String FORM = "2017-10-02 10:56:33";

    @Override
    public long parse(String text, ZoneId zone) {
        if (!hasTheForm(text)) {
            return NO_TIME;
        }
        try {
            return TimeFormat.epochMillis(
                    LocalDateTime.of(
                            two(text, 0) * 100 + two(text, 2),
                            two(text, 5),
                            two(text, 8),
                            two(text, 11),
                            two(text, 14),
                            two(text, 17)),
                    zone);
        } catch (DateTimeException e) {
            return NO_TIME;
        }
    }

    @Override
    public String example() {
        return FORM;
    }

    private static boolean hasTheForm(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char found = text.charAt(i);
            char expected = FORM.charAt(i);
            if (isDigit(expected) ? !isDigit(found) : found != expected) {
                return false;
            }
        }
        return true;
    }

    private static int two(String text, int from) {
        return (text.charAt(from) - '0') * 10 + text.charAt(from + 1) - '0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
