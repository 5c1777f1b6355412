package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private final RefusedException refusal = new RefusedException("refused");

    private long now;
    private final Refusals refusals = new Refusals(() -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void areBornForFiveMinutes() {
        refusals.bear(refusal, true);
        pass(Duration.ofMinutes(5));
        assertThatCode(() -> refusals.bear(refusal, true)).doesNotThrowAnyException();
        pass(Duration.ofSeconds(1));

        assertThatThrownBy(() -> refusals.bear(refusal, true)).isSameAs(refusal);
    }

    @Test
    void areForgottenWhenTheServerAccepts() {
        refusals.bear(refusal, true);
        refusals.accepted(true);
        pass(Duration.ofMinutes(6));

        assertThatCode(() -> refusals.bear(refusal, true)).doesNotThrowAnyException();
    }

    @Test
    void ofWritesAreNotForgottenWhenReadingIsAllowed() {
        refusals.bear(refusal, true);
        refusals.accepted(false);
        pass(Duration.ofMinutes(6));

        assertThatThrownBy(() -> refusals.bear(refusal, true)).isSameAs(refusal);
    }

    @Test
    void ofReadsAreForgottenWhenReadingIsAllowed() {
        refusals.bear(refusal, false);
        refusals.accepted(false);
        pass(Duration.ofMinutes(6));

        assertThatCode(() -> refusals.bear(refusal, false)).doesNotThrowAnyException();
    }
}
