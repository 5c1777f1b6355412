package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutageTest {
    @Test
    void theGrowthIsThatOfTheWorkerThatGrewMost() {
        assertThat(Outage.growth(List.of(List.of(100L, 50L), List.of(90L, 57L), List.of(102L, 51L))))
                .isEqualTo(7);
    }

    @Test
    void aHeapThatShrinksHasNotGrown() {
        assertThat(Outage.growth(List.of(List.of(100L), List.of(90L)))).isZero();
    }
}
