package org.fulfillmentconnect.source.mapping;

import java.time.Instant;
import java.time.ZoneId;
import org.fulfillmentconnect.model.Promise;

/** What values depend on beside the row. For one thread. */
public final class Context {
    /** Promised days repeat, and the calendar's arithmetic costs more than all else that is done to a value. */
    private static final int REMEMBERED_DAYS = 1 << 10;

    private final long asOf;
    private final ZoneId zone;
    /** Pairs of a time and the end of its day, by the time's hash; empty until one is asked for. */
    private long[] days = new long[0];

    /**
     * What is known of the data set as a whole.
     *
     * @param asOf the instant up to which the data know the world, in epoch milliseconds
     * @param zone the time zone of the data, by whose calendar a day ends
     */
    public Context(long asOf, ZoneId zone) {
        this.asOf = asOf;
        this.zone = zone;
    }

    /** The instant up to which the data know the world, in epoch milliseconds. */
    public long asOf() {
        return asOf;
    }

    /** The last millisecond of the local day of this time, both in epoch milliseconds. */
    long endOfDay(long time) {
        if (days.length == 0) {
            days = new long[2 * REMEMBERED_DAYS];
            // No place is the right one for 0 but its own, which so says what it would for a remembered 0.
            days[place(0) + 1] = calculated(0);
        }
        int place = place(time);
        if (days[place] != time) {
            days[place + 1] = calculated(time);
            days[place] = time;
        }
        return days[place + 1];
    }

    private static int place(long time) {
        return 2 * (Long.hashCode(time / 1000 * 0x9E3779B97F4A7C15L) & (REMEMBERED_DAYS - 1));
    }

    private long calculated(long time) {
        return Promise.DAY.dueAt(Instant.ofEpochMilli(time), zone).toEpochMilli();
    }
}
