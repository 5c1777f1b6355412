package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClusterFaultTest {
    @Test
    void thePlanIsTheSameForASeed() {
        assertThat(plan(1)).hasSize(30).isEqualTo(plan(1)).isNotEqualTo(plan(2));
    }

    @Test
    void everyFiveHaveEachFaultOnce() {
        List<ClusterFault.Planned> plan = plan(1);

        for (int from = 0; from < plan.size(); from += 5) {
            assertThat(plan.subList(from, from + 5))
                    .extracting(ClusterFault.Planned::fault)
                    .containsExactlyInAnyOrder(ClusterFault.values());
        }
    }

    @Test
    void eachHappensToAnyServerAtAnyTime() {
        assertThat(plan(1))
                .extracting(ClusterFault.Planned::server)
                .contains(0, 1, 2)
                .containsOnly(0, 1, 2);
        assertThat(plan(1)).extracting(ClusterFault.Planned::after).doesNotHaveDuplicates();
        assertThat(plan(1))
                .allSatisfy(planned -> assertThat(planned.length()).isBetween(Duration.ZERO, Duration.ofSeconds(6)));
    }

    private static List<ClusterFault.Planned> plan(long seed) {
        return ClusterFault.plan(new Random(seed), 30);
    }
}
