package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GcLogTest {
    @Test
    void findsThePeaksOfAllKindsOfPauses() {
        String log = """
                [0.006s][info][gc] Using G1
                [130.112s][info][gc] GC(43) Concurrent Mark Cycle
                [130.676s][info][gc] GC(44) Pause Young (Normal) (G1 Evacuation Pause) 354M->225M(492M) 162.571ms
                [130.898s][info][gc] GC(43) Pause Remark 343M->291M(492M) 20.178ms
                [131.139s][info][gc] GC(43) Concurrent Mark Cycle 1027.613ms
                """;

        assertThat(GcLog.peak(log)).isEqualTo(new GcLog.Peak(291, 354));
    }

    @Test
    void hasNoPeakWithoutACollection() {
        assertThat(GcLog.peak("")).isEqualTo(new GcLog.Peak(0, 0));
    }
}
