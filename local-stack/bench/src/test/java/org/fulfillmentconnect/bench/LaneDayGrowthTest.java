package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LaneDayGrowthTest {
    @Test
    void comparesTheBatchesInTheMiddle() {
        Figures figures = new Figures();

        LaneDayGrowth.addTo(
                figures,
                new TreeMap<>(Map.of(1, costs(0.03, 0.04, 9.0), 10, costs(0.05, 0.044, 0.01), 100, costs(0.06))));

        assertThat(figures).hasToString("{\"costGrowthAt10\":1.1,\"costGrowthAt100\":1.5,\"batchMillis\":40.0}");
    }

    private static List<LaneDayGrowth.Cost> costs(Double... seconds) {
        return Stream.of(seconds)
                .map(time -> new LaneDayGrowth.Cost(time, 0, 0))
                .toList();
    }
}
