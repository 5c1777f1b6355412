package org.fulfillmentconnect.source.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFormatTest {
    private static final ZoneId SAO_PAULO = ZoneId.of("America/Sao_Paulo");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            yyyy-MM-dd HH:mm:ss      | 2017-06-01 10:00:00            | 2017-06-01T13:00:00Z
            iso                      | 2017-06-01T10:00:00Z           | 2017-06-01T10:00:00Z
            iso                      | 2017-06-01T10:00:00.123456+02:00 | 2017-06-01T08:00:00.123Z
            iso                      | 2017-06-01T10:00-05:00         | 2017-06-01T15:00:00Z
            iso                      | 2017-06-01T10:00:00            | 2017-06-01T13:00:00Z
            iso                      | 2017-06-01T10:00               | 2017-06-01T13:00:00Z
            iso                      | 2017-06-01                     | 2017-06-01T03:00:00Z
            epoch-millis             | 1496322000123                  | 2017-06-01T13:00:00.123Z
            epoch-seconds            | 1496322000                     | 2017-06-01T13:00:00Z
            dd.MM.yyyy               | 01.06.2017                     | 2017-06-01T03:00:00Z
            dd/MM/yyyy HH:mm         | 01/06/2017 10:00               | 2017-06-01T13:00:00Z
            MM/dd/yy h:mm a          | 06/01/17 1:05 PM               | 2017-06-01T16:05:00Z
            d MMM uuuu HH:mm:ss.SSS  | 1 Jun 2017 10:00:00.250        | 2017-06-01T13:00:00.250Z
            yyyy-MM-dd HH:mm:ss XXX  | 2017-06-01 10:00:00 +01:00     | 2017-06-01T09:00:00Z
            yyyy-MM-dd HH:mm VV      | 2017-06-01 10:00 Europe/Berlin | 2017-06-01T08:00:00Z
            """)
    void readsATimeInItsFormat(String format, String text, Instant time) {
        assertThat(TimeFormat.of(format).parse(text, SAO_PAULO)).isEqualTo(time.toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            yyyy-MM-dd HH:mm:ss      | 2017-06-31 10:00:00
            yyyy-MM-dd HH:mm:ss      | 2017-02-29 10:00:00
            yyyy-MM-dd HH:mm:ss      | 2017-06-01 24:00:00
            yyyy-MM-dd HH:mm:ss      | 2017-06-01T10:00:00
            yyyy-MM-dd HH:mm:ss      | 2017-06-01 10:00:0
            yyyy-MM-dd HH:mm:ss      | 2017-06-01 10:00:000
            yyyy-MM-dd HH:mm:ss      | 2O17-06-01 10:00:00
            iso                      | 2017-06-31
            iso                      | 2017-06-01T24:00:00
            iso                      | 2017-06-01 10:00:00
            iso                      | 20170601
            iso                      | +999999999-01-01T00:00:00Z
            epoch-millis             | 14963220001230000
            epoch-seconds            | 1496322000123
            epoch-seconds            | 1496322000.5
            epoch-seconds            | -9223372036854775808
            dd.MM.yyyy               | 31.06.2017
            dd.MM.yyyy               | 1.6.2017
            MM/dd/yy h:mm a          | 06/01/17 13:05 PM
            """)
    void refusesWhatIsNoSuchTime(String format, String text) {
        assertThat(TimeFormat.of(format).parse(text, SAO_PAULO)).isEqualTo(TimeFormat.NO_TIME);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            yyyy-MM-dd HH:mm:ss | 2017-10-02 10:56:33
            iso                 | 2017-10-02T10:56:33Z
            epoch-millis        | 1506941793000
            epoch-seconds       | 1506941793
            dd/MM/yyyy HH:mm    | 02/10/2017 10:56
            """)
    void showsTheSameTimeInEachFormat(String format, String example) {
        assertThat(TimeFormat.of(format).example()).isEqualTo(example);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HH:mm:ss", "yyyy-MM", "yyyy-MM-dd'T", "b", "dd.MM"})
    void refusesAFormatThatTellsNoDay(String format) {
        assertThatThrownBy(() -> TimeFormat.of(format)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesLocalTimesAsJavaTimeDoes() {
        LocalDateTime local = LocalDateTime.of(2017, 10, 14, 0, 0);
        LocalDateTime end = LocalDateTime.of(2018, 2, 19, 0, 0);
        while (local.isBefore(end)) {
            String text = local.toString().replace('T', ' ') + ":00";
            assertThat(PlainTimes.FORMAT.parse(text, SAO_PAULO))
                    .as(text)
                    .isEqualTo(local.atZone(SAO_PAULO).toInstant().toEpochMilli());
            local = local.plusMinutes(15);
        }
    }
}
