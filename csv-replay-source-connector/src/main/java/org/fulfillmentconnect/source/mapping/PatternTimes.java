package org.fulfillmentconnect.source.mapping;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** Times that a formatter reads: with an offset or zone of their own, local, or a date, which means its start. */
final class PatternTimes implements TimeFormat {
    /** The forms of ISO-8601 that data use: a date, a local time, a time with an offset. */
    static final PatternTimes ISO = new PatternTimes(
            strict(new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .optionalStart()
                    .appendLiteral('T')
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .optionalStart()
                    .appendOffsetId()),
            "2017-10-02T10:56:33Z");

    private final DateTimeFormatter formatter;
    private final String example;

    private PatternTimes(DateTimeFormatter formatter, String example) {
        this.formatter = formatter;
        this.example = example;
    }

    static PatternTimes of(String pattern) {
        DateTimeFormatter formatter = strict(new DateTimeFormatterBuilder().appendPattern(pattern));
        String example;
        try {
            example = formatter.format(EXAMPLE.atZone(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no times can be written like that", e);
        }
        PatternTimes times = new PatternTimes(formatter, example);
        if (times.parse(example, ZoneOffset.UTC) == NO_TIME) {
            throw new IllegalArgumentException("times written like that cannot be read again");
        }
        return times;
    }

    /** There is no 31st of June. The era is not written: strictly, a {@code yyyy} needs one. */
    private static DateTimeFormatter strict(DateTimeFormatterBuilder builder) {
        return builder.parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    @Override
    public long parse(String text, ZoneId zone) {
        try {
            TemporalAccessor time =
                    formatter.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
            if (time instanceof ZonedDateTime zoned) {
                return TimeFormat.epochMillis(zoned.toInstant());
            }
            LocalDateTime local = time instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) time;
            return TimeFormat.epochMillis(local, zone);
        } catch (DateTimeException e) {
            return NO_TIME;
        }
    }

    @Override
    public String example() {
        return example;
    }
}
