package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LaneQuestionTest {
    private static final LaneQuestion.Subject SUBJECT =
            new LaneQuestion.Subject(LocalDate.parse("2018-02-01"), "SP", "RJ", ZoneId.of("America/Sao_Paulo"));

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void aMonthOfCardsIsTheLocalOne() throws JsonProcessingException {
        JsonNode range = json(LaneQuestion.A.ofCards(SUBJECT, 100)).at("/query/bool/filter/0/range/deliveredAt");

        assertThat(range).isEqualTo(json("""
                        {"gte": "2018-02-01", "lte": "2018-02-28", "format": "strict_date", "time_zone": "America/Sao_Paulo"}"""));
    }

    @ParameterizedTest
    @EnumSource
    void statementsHaveAsManyParametersAsValues(LaneQuestion question) {
        for (LaneQuestion.Sql sql : new LaneQuestion.Sql[] {question.ofView(SUBJECT), question.ofFacts(SUBJECT)}) {
            assertThat(sql.text().chars().filter(c -> c == '?').count())
                    .isEqualTo(sql.values().size());
        }
    }
}
