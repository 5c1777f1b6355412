package org.fulfillmentconnect.source.mapping;

import java.util.Locale;

/** What a value in a column is. */
enum Type {
    TEXT,
    INTEGER,
    NUMBER,
    BOOLEAN,
    /** An amount of money, as integer cents. */
    CENTS,
    /** An instant, in epoch milliseconds. */
    TIME;

    /** The name in a mapping and in messages. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isWhole() {
        return this == INTEGER || this == CENTS;
    }

    /** Whether values of both can stand in one field: amounts and whole numbers are 64-bit integers alike. */
    boolean goesWith(Type other) {
        return this == other || (isWhole() && other.isWhole());
    }

    static Type named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
