package org.fulfillmentconnect.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/** A setting that names an instant: as such, or as a local date-time in the time zone of the data. */
final class InstantSetting {
    private static final String TIME_FORMS =
            "expected an instant such as 2018-09-03T12:00:00Z or a local date-time such as 2018-09-03T09:00:00";

    private InstantSetting() {}

    /** The instant that a setting names, or empty if it is; both settings must be right by themselves. */
    static Optional<Instant> read(String text, String timeZone) {
        return read(text, ZoneId.of(timeZone));
    }

    private static Optional<Instant> read(String text, ZoneId zone) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        Instant instant;
        try {
            instant = Instant.parse(text.strip());
        } catch (DateTimeParseException e) {
            instant = LocalDateTime.parse(text.strip()).atZone(zone).toInstant();
        }
        // Events are stamped in milliseconds.
        return Optional.of(instant.truncatedTo(ChronoUnit.MILLIS));
    }

    /** @throws ConfigException on this key if the text names no instant */
    static void check(String key, String text) {
        try {
            read(text, ZoneId.of("UTC"));
        } catch (DateTimeException e) {
            throw new ConfigException(key, text, TIME_FORMS);
        }
    }
}
