package org.fulfillmentconnect.source.mapping;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers as they stand in files. Each gives null for a text that is none. */
final class Numbers {
    /** No number that means anything is longer; parsing much longer ones exactly costs without end. */
    private static final int LONGEST = 40;
    /** Sums of these do not overflow in any record that fits into memory. */
    private static final long MOST_CENTS = 10_000_000_000_000L;
    /** So short that the cents fit into a long whatever the digits. */
    private static final int LONGEST_PLAIN = 12;

    private Numbers() {}

    static @Nullable Long integer(String text) {
        if (text.length() > LONGEST || !isMadeOf(text, "+-0123456789")) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A finite one; JSON has no other. */
    static @Nullable Double number(String text) {
        if (text.length() > LONGEST || !isMadeOf(text, "+-0123456789.eE")) {
            return null;
        }
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static @Nullable Boolean bool(String text) {
        if (text.equalsIgnoreCase("true")) {
            return Boolean.TRUE;
        }
        return text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
    }

    /** An amount such as 58.90 in cents, if it is exact to the cent. */
    static @Nullable Long cents(String text) {
        long plain = plainCents(text);
        if (plain >= 0) {
            return plain;
        }
        if (text.length() > LONGEST) {
            return null;
        }
        try {
            long cents = new BigDecimal(text).movePointRight(2).longValueExact();
            return cents >= -MOST_CENTS && cents <= MOST_CENTS ? cents : null;
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    /** Nearly all amounts: digits with one or two behind a point, or none; -1 for any other text. */
    private static long plainCents(String text) {
        int length = text.length();
        if (length == 0 || length > LONGEST_PLAIN) {
            return -1;
        }
        int point = text.indexOf('.');
        int decimals = point < 0 ? 0 : length - point - 1;
        if (point == 0 || decimals > 2 || (point > 0 && decimals == 0)) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            if (i != point) {
                int digit = text.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    return -1;
                }
                number = number * 10 + digit;
            }
        }
        return decimals == 2 ? number : decimals == 1 ? number * 10 : number * 100;
    }

    private static boolean isMadeOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
