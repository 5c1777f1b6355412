package org.fulfillmentconnect.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Times written as {@code 2017-10-02 10:56:33}, local to a zone. One in a daylight-saving gap moves later by the gap;
 * in an overlap the earlier offset holds.
 */
record LocalTimes(ZoneId zone) {
    static final String EXAMPLE = "2017-10-02 10:56:33";

    /** The instant, or null if the text is no such time. */
    @Nullable
    Instant parse(String text) {
        if (!hasTheForm(text)) {
            return null;
        }
        try {
            return LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 5, 7),
                            number(text, 8, 10),
                            number(text, 11, 13),
                            number(text, 14, 16),
                            number(text, 17, 19))
                    .atZone(zone)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static boolean hasTheForm(String text) {
        if (text.length() != EXAMPLE.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char found = text.charAt(i);
            char expected = EXAMPLE.charAt(i);
            if (isDigit(expected) ? !isDigit(found) : found != expected) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
