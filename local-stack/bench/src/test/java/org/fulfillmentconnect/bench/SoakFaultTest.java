package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SoakFaultTest {
    @Test
    void thePlanIsTheSameForASeed() {
        assertThat(plan(1)).hasSize(30).isEqualTo(plan(1)).isNotEqualTo(plan(2));
    }

    @Test
    void everyThreeHaveEachFaultOnce() {
        List<SoakFault.Planned> plan = plan(1);

        for (int from = 0; from < plan.size(); from += 3) {
            assertThat(plan.subList(from, from + 3))
                    .extracting(SoakFault.Planned::fault)
                    .containsExactlyInAnyOrder(SoakFault.values());
        }
    }

    @Test
    void eachHappensInTheMiddleOfALoadToEitherWorker() {
        assertThat(plan(1)).allSatisfy(planned -> assertThat(planned.at()).isBetween(0.02, 0.62));
        assertThat(plan(1)).extracting(SoakFault.Planned::worker).contains(0, 1).containsOnly(0, 1);
    }

    private static List<SoakFault.Planned> plan(long seed) {
        return SoakFault.plan(new Random(seed), 30);
    }
}
