package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class KpiRoundTest {
    private static KpiRound round(double load, double byEvent, double byOrder) {
        return new KpiRound(1_000, sink(load, 0.1), sink(load / 2, 0.2), sink(byEvent, 0.3), sink(byOrder, 0.1));
    }

    private static SinkLoad sink(double seconds, double others) {
        return new SinkLoad(seconds, 0.05, 0.02, new GcLog.Peak(100, 200), others);
    }

    @Test
    void countsEventsBySecond() {
        JsonNode figures = figures(round(4, 8, 2));

        assertThat(figures.path("eventsPerSecond").asInt()).isEqualTo(250);
        assertThat(figures.path("replayEventsPerSecond").asInt()).isEqualTo(500);
        assertThat(figures.path("debeziumEventsPerSecond").asInt()).isEqualTo(125);
        assertThat(figures.path("debeziumByOrderEventsPerSecond").asInt()).isEqualTo(500);
    }

    @Test
    void comparesWithinARoundAsTheMachineIsNotTheSameInAll() {
        JsonNode figures = figures(round(4, 8, 2), round(40, 20, 40), round(2, 6, 8));

        assertThat(figures.path("ratioToDebezium").asDouble()).isEqualTo(2);
        assertThat(figures.path("ratioToDebeziumByOrder").asDouble()).isEqualTo(1);
    }

    @Test
    void tellsWhatEachEventCosts() {
        JsonNode figures = figures(round(4, 8, 2));

        assertThat(figures.path("cpuMicrosPerEvent").asDouble()).isEqualTo(50);
        assertThat(figures.path("postgresCpuMicrosPerEvent").asDouble()).isEqualTo(20);
    }

    @Test
    void tellsHowBusyTheMachineWasAtWorst() {
        assertThat(figures(round(4, 8, 2)).path("otherLoad").asDouble()).isEqualTo(0.3);
    }

    private static JsonNode figures(KpiRound... rounds) {
        Figures figures = new Figures();
        KpiRound.addMedians(List.of(rounds), figures);
        try {
            return new ObjectMapper().readTree(figures.toString());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
