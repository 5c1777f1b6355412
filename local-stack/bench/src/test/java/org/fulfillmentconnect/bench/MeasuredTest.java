package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasuredTest {
    private static final Measured ROUND = new Measured(1_000, 400, 3, 2, 0.05, new GcLog.Peak(0, 0), 0);

    @Test
    void countsTheRateFromTheFirstRecordToTheLast() {
        assertThat(ROUND.recordsPerSecond()).isEqualTo(500);
    }

    @Test
    void countsTheOverallRateFromTheStart() {
        assertThat(ROUND.recordsPerSecondOverall()).isEqualTo(200);
    }

    @Test
    void sharesTheCpuTimeAmongTheRecords() {
        assertThat(ROUND.cpuMicrosPerRecord()).isEqualTo(50);
    }

    @Test
    void takesTheMiddleOfAnOddNumberAndTheMeanOfTheTwoMiddleOnesOfAnEvenOne() {
        assertThat(Measured.median(9, 1, 2)).isEqualTo(2);
        assertThat(Measured.median(9, 1, 2, 4)).isEqualTo(3);
    }
}
