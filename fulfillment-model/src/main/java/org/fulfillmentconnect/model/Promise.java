package org.fulfillmentconnect.model;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/** What a promised time means: when exactly it comes due. */
public enum Promise {
    /** The promise is a date: it is due when that local day ends, less one millisecond. */
    DAY {
        @Override
        public Instant dueAt(Instant promisedAt, ZoneId zone) {
            return promisedAt
                    .atZone(zone)
                    .toLocalDate()
                    .plusDays(1)
                    .atStartOfDay(zone)
                    .toInstant()
                    .minusMillis(1);
        }
    },
    /** The promise is an instant: it is due as it is. */
    INSTANT {
        @Override
        public Instant dueAt(Instant promisedAt, ZoneId zone) {
            return promisedAt;
        }
    };

    /**
     * The last instant at which a delivery keeps the promise.
     *
     * @param zone the time zone of the data set, by whose calendar a day ends
     */
    public abstract Instant dueAt(Instant promisedAt, ZoneId zone);

    /** The name used on the wire and in settings: {@code day} or {@code instant}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
