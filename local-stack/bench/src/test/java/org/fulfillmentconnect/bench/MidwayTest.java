package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MidwayTest {
    private final Midway midway = new Midway();

    @Test
    void oneOfAKindThatCameTooLateIsMadeUpForByAnother() {
        midway.note("kill", true);
        midway.note("kill", false);

        assertThat(midway.eachKind()).isTrue();
        assertThat(midway.hits()).isOne();
    }

    @Test
    void anotherKindDoesNotMakeUpForOneThatCameTooLate() {
        midway.note("kill", true);
        midway.note("zombie", false);

        assertThat(midway.eachKind()).isFalse();
    }

    @Test
    void nothingThatHappenedCameTooLate() {
        assertThat(midway.eachKind()).isTrue();
        assertThat(midway.hits()).isZero();
    }
}
