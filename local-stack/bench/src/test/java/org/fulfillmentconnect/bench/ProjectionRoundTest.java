package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProjectionRoundTest {
    /** 1,000 events of 200 orders, and 100 cards written a second time. */
    private static ProjectionRound round(double load, double replay, double bare) {
        return new ProjectionRound(
                1_000,
                new ProjectedIndices.Counts(200, 1_000),
                sink(load, new ProjectedIndices.Counts(300, 1_000)),
                sink(replay, new ProjectedIndices.Counts(0, 0)),
                Map.of("shipments", sink(5, new ProjectedIndices.Counts(200, 0))),
                new BareLoads.Load(bare, 0.2, 0.3));
    }

    private static ProjectionLoad sink(double seconds, ProjectedIndices.Counts writes) {
        return new ProjectionLoad(new SinkLoad(seconds, 0.05, 0.1, new GcLog.Peak(100, 200), 0.1), writes);
    }

    @Test
    void countsEventsAndDocumentsBySecond() {
        JsonNode figures = figures(round(4, 2, 1));

        assertThat(figures.path("eventsPerSecond").asInt()).isEqualTo(250);
        assertThat(figures.path("documentsPerSecond").asInt()).isEqualTo(300);
        assertThat(figures.path("bareDocumentsPerSecond").asInt()).isEqualTo(1_200);
        assertThat(figures.path("replayEventsPerSecond").asInt()).isEqualTo(500);
        assertThat(figures.path("refillEventsPerSecond:shipments").asInt()).isEqualTo(200);
    }

    @Test
    void comparesWithinARoundAsTheMachineIsNotTheSameInAll() {
        JsonNode figures = figures(round(4, 2, 1), round(40, 10, 20), round(8, 4, 4));

        assertThat(figures.path("ratioToBareBulk").asDouble()).isEqualTo(0.5);
        assertThat(figures.path("replayRatio").asDouble()).isEqualTo(2);
    }

    @Test
    void tellsWhatEachEventAndOrderCosts() {
        JsonNode figures = figures(round(4, 2, 1));

        assertThat(figures.path("cardWritesPerOrder").asDouble()).isEqualTo(1.5);
        assertThat(figures.path("cpuMicrosPerEvent").asDouble()).isEqualTo(50);
        assertThat(figures.path("elasticsearchCpuMicrosPerEvent").asDouble()).isEqualTo(100);
        assertThat(figures.path("bareElasticsearchCpuMicrosPerEvent").asDouble())
                .isEqualTo(200);
    }

    @Test
    void tellsHowBusyTheMachineWasAtWorst() {
        assertThat(figures(round(4, 2, 1)).path("otherLoad").asDouble()).isEqualTo(0.3);
    }

    @Test
    void whatIsWrittenBesidesARefillIsWhatTheOtherIndexGot() {
        ProjectedIndices.Counts writes = new ProjectedIndices.Counts(200, 7);

        assertThat(writes.besides(true)).isEqualTo(7);
        assertThat(writes.besides(false)).isEqualTo(200);
    }

    private static JsonNode figures(ProjectionRound... rounds) {
        Figures figures = new Figures();
        ProjectionRound.addMedians(List.of(rounds), figures);
        return json(figures);
    }

    private static JsonNode json(Figures figures) {
        try {
            return new ObjectMapper().readTree(figures.toString());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
