package org.fulfillmentconnect.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromiseTest {
    private static final ZoneId SAO_PAULO = ZoneId.of("America/Sao_Paulo");

    /**
     * In São Paulo the clocks went from 00:00 to 01:00 on 2017-10-15, so that day begins at 01:00, and from 00:00 back
     * to 23:00 on 2018-02-18, so the day before has 25 hours.
     */
    @ParameterizedTest(name = "promised {0}, due {1}")
    @CsvSource({
        "2017-10-13T00:00, 2017-10-14T02:59:59.999Z",
        "2017-10-14T00:00, 2017-10-15T02:59:59.999Z",
        "2017-10-15T00:00, 2017-10-16T01:59:59.999Z",
        "2017-10-15T01:00, 2017-10-16T01:59:59.999Z",
        "2017-10-18T00:00, 2017-10-19T01:59:59.999Z",
        "2018-02-16T00:00, 2018-02-17T01:59:59.999Z",
        "2018-02-17T00:00, 2018-02-18T02:59:59.999Z",
        "2018-02-17T23:30, 2018-02-18T02:59:59.999Z",
        "2018-02-18T00:00, 2018-02-19T02:59:59.999Z",
        "2016-02-28T00:00, 2016-02-29T02:59:59.999Z",
        "2016-12-31T23:59:59.999, 2017-01-01T01:59:59.999Z"
    })
    void aDayIsDueWhenTheLocalDayEnds(LocalDateTime promised, Instant due) {
        assertThat(Promise.DAY.dueAt(promised.atZone(SAO_PAULO).toInstant(), SAO_PAULO))
                .isEqualTo(due);
    }

    @Test
    void theHourThatComesTwiceBelongsToTheDayThatEndsAfterIt() {
        Instant second = LocalDateTime.parse("2018-02-17T23:30")
                .atZone(SAO_PAULO)
                .withLaterOffsetAtOverlap()
                .toInstant();

        assertThat(second).isEqualTo(Instant.parse("2018-02-18T02:30:00Z"));
        assertThat(Promise.DAY.dueAt(second, SAO_PAULO)).isEqualTo(Instant.parse("2018-02-18T02:59:59.999Z"));
    }

    @Test
    void anInstantIsDueAsItIs() {
        Instant promised = Instant.parse("2017-10-18T02:00:00.123Z");

        assertThat(Promise.INSTANT.dueAt(promised, SAO_PAULO)).isEqualTo(promised);
    }

    @Test
    void isNamedInLowerCase() {
        assertThat(Promise.DAY.wireName()).isEqualTo("day");
        assertThat(Promise.INSTANT.wireName()).isEqualTo("instant");
    }
}
