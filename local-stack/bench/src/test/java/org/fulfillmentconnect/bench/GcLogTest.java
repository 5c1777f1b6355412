package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void findsWhatTheLastFullCollectionLeft() {
        String log = """
                [1.0s][info][gc] GC(1) Pause Full (System.gc()) 354M->225M(492M) 162.571ms
                [2.0s][info][gc] GC(2) Pause Full (System.gc()) 254M->125M(492M) 162.571ms
                [3.0s][info][gc] GC(3) Pause Young (Normal) (G1 Evacuation Pause) 300M->200M(492M) 16.571ms
                """;

        assertThat(GcLog.afterLastFullCollection(log)).isEqualTo(125);
    }

    @Test
    void aMissingFullCollectionIsAnError() {
        assertThatThrownBy(() -> GcLog.afterLastFullCollection(""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the log of collections holds no full one");
    }
}
