package org.fulfillmentconnect.source.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.time.ZoneOffset;
import org.fulfillmentconnect.source.csv.BadRowException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTest {
    private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");

    private static Column column(Type type) {
        return new Column("c", type, false, false, false, PlainTimes.FORMAT);
    }

    private static @Nullable Object parse(Column column, @Nullable String text) throws BadRowException {
        return column.parse(text, ZoneOffset.UTC, NOW);
    }

    private static BadRowException refused(Column column, @Nullable String text) {
        return catchThrowableOfType(BadRowException.class, () -> parse(column, text));
    }

    @ParameterizedTest
    @CsvSource({
        "58.90,5890",
        "58.9,5890",
        "58,5800",
        "0,0",
        "-1.5,-150",
        "+2,200",
        "58.900,5890",
        ".5,50",
        "58.,5800",
        "1e3,100000",
        "99999999999.99,9999999999999",
        "100000000000.00,10000000000000",
        "007.10,710"
    })
    void readsAnAmountInCents(String text, long cents) throws BadRowException {
        assertThat(parse(column(Type.CENTS), text)).isEqualTo(cents);
    }

    @ParameterizedTest
    @ValueSource(strings = {"58.905", "13,29", "1E99", "100000000000.01", "", ".", "-", "five", "1.2.3", " 1"})
    void refusesWhatIsNoAmount(String text) {
        assertThat(refused(column(Type.CENTS), text))
                .hasMessage("c: expected an amount such as 58.90, exact to the cent");
    }

    @ParameterizedTest
    @CsvSource({"42,42", "-7,-7", "+7,7", "9223372036854775807,9223372036854775807"})
    void readsAWholeNumber(String text, long number) throws BadRowException {
        assertThat(parse(column(Type.INTEGER), text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0", "9223372036854775808", "", "1 000", "٤", "0x1", "1e3"})
    void refusesWhatIsNoWholeNumber(String text) {
        assertThat(refused(column(Type.INTEGER), text)).hasMessage("c: expected a whole number");
    }

    @ParameterizedTest
    @CsvSource({"4.5,4.5", "-1e-3,-0.001", "7,7.0"})
    void readsANumber(String text, double number) throws BadRowException {
        assertThat(parse(column(Type.NUMBER), text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "1e999", "0x1p3", "1d", " 1", "4,5", ""})
    void refusesWhatIsNoNumber(String text) {
        assertThat(refused(column(Type.NUMBER), text)).hasMessage("c: expected a number");
    }

    @ParameterizedTest
    @CsvSource({"true,true", "FALSE,false", "True,true"})
    void readsABoolean(String text, boolean value) throws BadRowException {
        assertThat(parse(column(Type.BOOLEAN), text)).isEqualTo(value);
    }

    @Test
    void refusesWhatIsNoBoolean() {
        assertThat(refused(column(Type.BOOLEAN), "yes")).hasMessage("c: expected true or false");
    }

    @Test
    void takesATextAsItIs() throws BadRowException {
        assertThat(parse(column(Type.TEXT), " a ")).isEqualTo(" a ");
    }

    @Test
    void takesAnAbsentValueUnlessItIsRequired() throws BadRowException {
        assertThat(parse(column(Type.INTEGER), null)).isNull();
        assertThat(refused(new Column("c", Type.INTEGER, true, false, false, PlainTimes.FORMAT), null))
                .hasMessage("c: empty, but required");
    }

    @Test
    void refusesATimeBefore1970() {
        assertThat(refused(column(Type.TIME), "1969-12-31 23:59:59")).hasMessage("c: lies before 1970");
    }

    @Test
    void refusesAnObservationInTheFutureAlone() throws BadRowException {
        Column observed = new Column("c", Type.TIME, false, false, true, PlainTimes.FORMAT);

        assertThat(parse(observed, "2020-01-01 00:00:00")).isEqualTo(NOW.toEpochMilli());
        assertThat(refused(observed, "2020-01-01 00:00:01"))
                .hasMessage("c: lies in the future")
                .matches(BadRowException::dependsOnTheClock);
        assertThat(parse(column(Type.TIME), "2030-01-01 00:00:00")).isNotNull();
    }
}
