package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ElasticsearchLanesTest {
    private static final String FIGURES = """
            "doc_count": 3, "late": {"doc_count": 1}, "mean": {"value": 20.5},
            "rank": {"values": {"50.0": 19.0, "95.0": 30.0}}""";
    private static final String PERIODS =
            "\"periods\": {\"buckets\": [{\"key_as_string\": \"2018-02-05\", %s}]}".formatted(FIGURES);
    private static final LaneRow ROW = new LaneRow(3, 1, 20.5, 19, 30);

    private static Map<String, LaneRow> rows(String aggregations) throws JsonProcessingException {
        return ElasticsearchLanes.rows(new ObjectMapper().readTree("{\"aggregations\": {%s}}".formatted(aggregations)));
    }

    @Test
    void readsLanes() throws JsonProcessingException {
        assertThat(rows("\"lanes\": {\"buckets\": [{\"key\": \"SP→RJ\", %s}]}".formatted(FIGURES)))
                .isEqualTo(Map.of("SP→RJ", ROW));
    }

    @Test
    void readsThePeriodsOfLanes() throws JsonProcessingException {
        assertThat(rows("\"lanes\": {\"buckets\": [{\"key\": \"SP→RJ\", \"doc_count\": 9, %s}]}".formatted(PERIODS)))
                .isEqualTo(Map.of("2018-02-05 SP→RJ", ROW));
    }

    @Test
    void readsPeriodsAlone() throws JsonProcessingException {
        assertThat(rows(PERIODS)).isEqualTo(Map.of("2018-02-05", ROW));
    }
}
