package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BulkLimitsTest {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    private final BulkLimits limits = new BulkLimits(2 * MIB, 3);

    private void taken(int bulks) {
        for (int bulk = 0; bulk < bulks; bulk++) {
            limits.taken();
        }
    }

    private void assertLimits(int bytes, int underWay) {
        assertThat(limits.bytes()).isEqualTo(bytes);
        assertThat(limits.underWay()).isEqualTo(underWay);
    }

    @Test
    void anOverloadedServerGetsHalfOfBoth() {
        limits.overloaded();

        assertLimits(MIB, 1);
    }

    @Test
    void neitherFallsBelowItsLeast() {
        for (int bulk = 0; bulk < 20; bulk++) {
            limits.overloaded();
        }

        assertLimits(64 * KIB, 1);
    }

    @Test
    void tenBulksInARowThatAreTakenRaiseBothByAStep() {
        limits.overloaded();

        taken(9);
        assertLimits(MIB, 1);
        taken(1);
        assertLimits(MIB + 256 * KIB, 2);
    }

    @Test
    void anotherOverloadBeginsTheRowAnew() {
        limits.overloaded();
        taken(9);
        limits.overloaded();
        taken(9);

        assertLimits(512 * KIB, 1);
    }

    @Test
    void neitherGrowsBeyondWhereItBegan() {
        limits.overloaded();
        limits.overloaded();

        taken(1_000);

        assertLimits(2 * MIB, 3);
    }

    @Test
    void aSizeThatWasRefusedIsNeverSentAgain() {
        limits.tooLarge(MIB + 2);
        assertLimits(512 * KIB + 1, 3);

        limits.overloaded();
        taken(1_000);

        assertLimits(512 * KIB + 1, 3);
    }

    @Test
    void severalBulksOfTheSameSizeThatAreRefusedCountOnce() {
        limits.tooLarge(100);
        limits.tooLarge(100);
        limits.overloaded();

        assertLimits(50, 1);
    }

    @Test
    void oneByteIsTheLeastOfAll() {
        limits.tooLarge(1);

        assertLimits(1, 3);
    }
}
