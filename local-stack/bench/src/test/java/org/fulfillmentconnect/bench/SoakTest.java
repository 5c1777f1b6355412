package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SoakTest {
    @Test
    void optionsWithoutACommandAreOfTheWholePipeline() {
        assertThat(Soak.withCommand("--rounds", "20", "--seed", "1"))
                .containsExactly("cluster", "--rounds", "20", "--seed", "1");
        assertThat(Soak.withCommand()).containsExactly("cluster");
    }

    @Test
    void aCommandThatIsNamedIsTaken() {
        assertThat(Soak.withCommand("source", "--kills", "3")).containsExactly("source", "--kills", "3");
        assertThat(Soak.withCommand("--help")).containsExactly("--help");
    }
}
