package org.fulfillmentconnect.source.mapping;

import java.time.ZoneId;
import java.time.ZoneOffset;

/** Times written as a count since 1970. */
enum EpochTimes implements TimeFormat {
    MILLIS(1),
    SECONDS(1000);

    /** The year 9999 ends before. A larger count is one of another unit. */
    private static final long END = 253_402_300_800_000L;

    private final long unitMillis;

    EpochTimes(long unitMillis) {
        this.unitMillis = unitMillis;
    }

    @Override
    public long parse(String text, ZoneId zone) {
        Long count = Numbers.integer(text);
        return count == null || Math.abs(count) >= END / unitMillis || count == Long.MIN_VALUE
                ? NO_TIME
                : count * unitMillis;
    }

    @Override
    public String example() {
        return Long.toString(EXAMPLE.toEpochSecond(ZoneOffset.UTC) * 1000 / unitMillis);
    }
}
