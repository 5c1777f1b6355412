package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KillPlanTest {
    @Test
    void isTheSameForASeed() {
        assertThat(plans(1)).isEqualTo(plans(1)).isNotEqualTo(plans(2));
    }

    @Test
    void isDueAfterItsRecordsOrItsTime() {
        KillPlan plan = new KillPlan(5, Duration.ofSeconds(3));

        assertThat(plan.isDue(4, Duration.ofSeconds(2))).isFalse();
        assertThat(plan.isDue(5, Duration.ZERO)).isTrue();
        assertThat(plan.isDue(0, Duration.ofSeconds(3))).isTrue();
    }

    @Test
    void endsBeforeTheEndOfTheReplayWhereItCountsRecords() {
        assertThat(plans(3).stream().filter(plan -> plan.records() != Long.MAX_VALUE))
                .isNotEmpty()
                .allSatisfy(plan -> assertThat(plan.records()).isBetween(1L, 250L));
    }

    private static List<KillPlan> plans(long seed) {
        Random random = new Random(seed);
        return Stream.generate(() -> KillPlan.next(random, 1_000)).limit(50).toList();
    }
}
