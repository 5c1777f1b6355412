package org.fulfillmentconnect.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoMillisTest {
    private static String text(Instant instant) {
        StringBuilder text = new StringBuilder();
        IsoMillis.append(text, instant);
        return text.toString();
    }

    /** From the year -1000 to the year 11000, so across both ends of the fast path. */
    @Property
    void isWhatTheFormatterWrites(
            @ForAll @LongRange(min = -93_724_128_000L, max = 284_959_036_800L) long second,
            @ForAll @IntRange(max = 999_999_999) int nano) {
        Instant instant = Instant.ofEpochSecond(second, nano);

        assertThat(text(instant)).isEqualTo(IsoMillis.FORMATTER.format(instant));
    }

    @Property
    void isWhatTheFormatterWritesInThisCentury(@ForAll @LongRange(min = 0, max = 4_102_444_800_000L) long epochMilli) {
        Instant instant = Instant.ofEpochMilli(epochMilli);

        assertThat(text(instant)).isEqualTo(IsoMillis.FORMATTER.format(instant)).hasSize(IsoMillis.LENGTH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-0001-12-31T23:59:59.999Z",
                "0000-01-01T00:00:00.000Z",
                "0000-02-29T12:00:00.000Z",
                "1969-12-31T23:59:59.999Z",
                "1970-01-01T00:00:00.000Z",
                "2000-02-29T23:59:59.999Z",
                "2017-10-02T13:56:33.000Z",
                "9999-12-31T23:59:59.999Z",
                "+10000-01-01T00:00:00.000Z"
            })
    void writesTheEdges(String iso) {
        assertThat(text(Instant.parse(iso))).isEqualTo(iso);
    }

    @Test
    void writesEveryDayOfFourCenturies() {
        Instant day = Instant.parse("1800-01-01T00:00:00Z");
        for (int i = 0; i < 146_097; i++) {
            assertThat(text(day)).isEqualTo(IsoMillis.FORMATTER.format(day));
            day = day.plusSeconds(86_400);
        }
    }
}
