package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LaneAnswerTest {
    private static final Map<String, LaneRow> EXACT =
            Map.of("SP→RJ", new LaneRow(100, 7, 500, 400, 1_000), "SP→MG", new LaneRow(2, 0, 50, 40, 60));

    private static LaneAnswer answer(LaneRow large, LaneRow small) {
        return new LaneAnswer(Map.of("SP→RJ", large, "SP→MG", small), 10);
    }

    @Test
    void percentilesDoNotDecideWhetherAnswersAgree() {
        LaneAnswer answer = answer(new LaneRow(100, 7, 500.009, 1, 1), new LaneRow(2, 0, 50, 1, 1));

        assertThat(answer.agreesWith(EXACT)).isTrue();
    }

    @Test
    void otherCountsOrMeansDoNotAgree() {
        LaneRow large = new LaneRow(100, 7, 500, 400, 1_000);

        assertThat(answer(large, new LaneRow(3, 0, 50, 40, 60)).agreesWith(EXACT))
                .isFalse();
        assertThat(answer(large, new LaneRow(2, 1, 50, 40, 60)).agreesWith(EXACT))
                .isFalse();
        assertThat(answer(large, new LaneRow(2, 0, 50.02, 40, 60)).agreesWith(EXACT))
                .isFalse();
    }

    @Test
    void aGroupTooFewDoesNotAgree() {
        LaneAnswer answer = new LaneAnswer(Map.of("SP→RJ", new LaneRow(100, 7, 500, 400, 1_000)), 10);

        assertThat(answer.agreesWith(EXACT)).isFalse();
    }

    @Test
    void errorsAreSharesOfTheExactPercentiles() {
        LaneAnswer.PercentileErrors errors = answer(new LaneRow(100, 7, 500, 402, 990), new LaneRow(2, 0, 50, 50, 60))
                .percentileErrors(EXACT, 1);

        assertThat(errors.count()).isEqualTo(4);
        assertThat(errors.worst()).isCloseTo(0.25, within(1e-9));
        assertThat(errors.shareAbove(0.009)).isEqualTo(0.5);
    }

    @Test
    void smallGroupsCanBeLeftOut() {
        LaneAnswer.PercentileErrors errors = answer(new LaneRow(100, 7, 500, 402, 990), new LaneRow(2, 0, 50, 50, 60))
                .percentileErrors(EXACT, 100);

        assertThat(errors.count()).isEqualTo(2);
        assertThat(errors.worst()).isCloseTo(0.01, within(1e-9));
    }
}
