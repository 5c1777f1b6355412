package org.fulfillmentconnect.bench;

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
}
