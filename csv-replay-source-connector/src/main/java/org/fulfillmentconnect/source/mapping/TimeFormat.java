package org.fulfillmentconnect.source.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;

/**
 * How a time is written. Local times are those of a zone: one in a daylight-saving gap moves later by the gap; in an
 * overlap the earlier offset holds.
 */
sealed interface TimeFormat permits PlainTimes, PatternTimes, EpochTimes {
    /** What {@link #parse} gives for a text that is no such time. */
    long NO_TIME = Long.MIN_VALUE;

    /** The time that examples show, as if it were written in UTC. */
    LocalDateTime EXAMPLE = LocalDateTime.of(2017, 10, 2, 10, 56, 33);

    /**
     * The instant in epoch milliseconds, or {@link #NO_TIME}.
     *
     * @param zone where local times are; a time with an offset of its own does not need it
     */
    long parse(String text, ZoneId zone);

    /** A time in this format, for messages. */
    String example();

    /**
     * The format of this name, or with this {@code java.time} pattern.
     *
     * @throws IllegalArgumentException if it is none, or leaves out what tells the day
     */
    static TimeFormat of(String format) {
        return switch (format) {
            case PlainTimes.PATTERN -> PlainTimes.FORMAT;
            case "iso" -> PatternTimes.ISO;
            case "epoch-millis" -> EpochTimes.MILLIS;
            case "epoch-seconds" -> EpochTimes.SECONDS;
            default -> PatternTimes.of(format);
        };
    }

    /** Cheaper than a zoned time, and the same: before a gap or an overlap ends, the offset before it holds. */
    static long epochMillis(LocalDateTime local, ZoneId zone) {
        ZoneOffset offset = zone.getRules().getOffset(local);
        return local.toEpochSecond(offset) * 1000 + local.get(ChronoField.MILLI_OF_SECOND);
    }

    /** Far times do not fit. */
    static long epochMillis(Instant instant) {
        try {
            return instant.toEpochMilli();
        } catch (ArithmeticException e) {
            throw new DateTimeException("beyond what milliseconds can count", e);
        }
    }
}
