package org.fulfillmentconnect.source.mapping;

import java.time.Instant;
import java.time.ZoneId;
import org.fulfillmentconnect.source.csv.BadRowException;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param required whether a row without a value cannot be used
 * @param optional whether a file may lack the column
 * @param observed whether it tells when something was observed, which is never in the future
 * @param times how times are written; not used by other types
 */
record Column(String name, Type type, boolean required, boolean optional, boolean observed, TimeFormat times) {

    /** The typed value, or null if there is none. */
    @Nullable
    Object parse(@Nullable String text, ZoneId zone, Instant now) throws BadRowException {
        if (text == null) {
            if (required) {
                throw new BadRowException(name + ": empty, but required");
            }
            return null;
        }
        return switch (type) {
            case TEXT -> text;
            case INTEGER -> expect("a whole number", Numbers.integer(text));
            case NUMBER -> expect("a number", Numbers.number(text));
            case BOOLEAN -> expect("true or false", Numbers.bool(text));
            case CENTS -> expect("an amount such as 58.90, exact to the cent", Numbers.cents(text));
            case TIME -> time(text, zone, now);
        };
    }

    private Long time(String text, ZoneId zone, Instant now) throws BadRowException {
        long time = times.parse(text, zone);
        if (time == TimeFormat.NO_TIME) {
            throw new BadRowException(name + ": expected a time such as " + times.example());
        }
        if (time < 0) {
            throw new BadRowException(name + ": lies before 1970");
        }
        if (observed && time > now.toEpochMilli()) {
            throw BadRowException.future(name);
        }
        return time;
    }

    private Object expect(String what, @Nullable Object value) throws BadRowException {
        if (value == null) {
            throw new BadRowException(name + ": expected " + what);
        }
        return value;
    }
}
