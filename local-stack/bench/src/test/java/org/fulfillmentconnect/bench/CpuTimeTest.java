package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CpuTimeTest {
    @Test
    void refusesAProcessThatHasEnded() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();

        assertThatThrownBy(() -> CpuTime.secondsOf(ended.pid()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("process %d has ended", ended.pid());
    }

    @Test
    void countsChildrenThatHaveEnded() {
        String line = "42 (a (b) c) S 1 42 42 0 -1 4194560 100 200 0 0 150 50 30 20 20 0 7 0 100 1000 10";

        assertThat(CpuTime.ofStatistics(line)).isEqualTo(2.5);
    }
}
