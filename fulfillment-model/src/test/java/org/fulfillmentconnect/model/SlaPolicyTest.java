package org.fulfillmentconnect.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlaPolicyTest {
    private static final Instant DUE_AT = Instant.parse("2017-10-19T01:59:59.999Z");

    /** Times in milliseconds after due. */
    @ParameterizedTest(name = "grace {0}, delivered {1}, observed until {2}: late {3}")
    @CsvSource({
        "0, -1, 100, false",
        "0, 0, 100, false",
        "0, 1, 100, true",
        "0, 1, -100, true",
        "0, , -1, false",
        "0, , 0, true",
        "0, , 1, true",
        "50, 50, 100, false",
        "50, 51, 100, true",
        "50, , 49, false",
        "50, , 50, true"
    })
    void isLateAfterDueAndGrace(long graceMs, @Nullable Long delivered, long observed, boolean late) {
        SlaPolicy policy = new SlaPolicy(Duration.ofMillis(graceMs));
        Instant deliveredAt = delivered == null ? null : DUE_AT.plusMillis(delivered);

        assertThat(policy.isLate(DUE_AT, deliveredAt, DUE_AT.plusMillis(observed)))
                .isEqualTo(late);
        if (deliveredAt != null) {
            assertThat(policy.isLate(DUE_AT, deliveredAt)).isEqualTo(late);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, false", "0, false", "1, true"})
    void aHandoffIsLateAfterItsLimit(long afterLimit, boolean late) {
        assertThat(SlaPolicy.isHandoffLate(DUE_AT, DUE_AT.plusMillis(afterLimit)))
                .isEqualTo(late);
    }

    @Test
    void describesPromiseAndGrace() {
        assertThat(new SlaPolicy(Duration.ZERO).describe("day")).isEqualTo("day+PT0S");
        assertThat(new SlaPolicy(Duration.ofMinutes(90)).describe("instant")).isEqualTo("instant+PT1H30M");
    }

    @Test
    void takesTheLongestGraceThatFitsMilliseconds() {
        SlaPolicy policy = new SlaPolicy(Duration.ofMillis(Long.MAX_VALUE));

        assertThat(policy.isLate(Instant.ofEpochMilli(Long.MAX_VALUE), null, DUE_AT))
                .isFalse();
    }

    @Test
    void refusesANegativeGrace() {
        assertThatThrownBy(() -> new SlaPolicy(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("grace must not be negative");
    }
}
