package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class RoundsTest {
    @Command
    private static final class Measurement {
        @Mixin
        private final Rounds rounds = new Rounds(2);
    }

    @Test
    void beginsWithThoseThatDoNotCount() {
        assertThat(rounds("--rounds=2").all())
                .extracting(Rounds.Round::toString)
                .containsExactly("warm-up", "warm-up", "round 1", "round 2");
    }

    @Test
    void givesEachRoundNamesOfItsOwn() {
        assertThat(rounds("--rounds=1", "--warm-ups=2").all())
                .extracting(round -> round.nameOf("replay"))
                .containsExactly("replay-warm-up-2", "replay-warm-up-1", "replay-1");
    }

    @Test
    void refusesToMeasureNothing() {
        assertThatThrownBy(() -> rounds("--rounds=0").check())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--rounds: expected 1 or more");
        assertThatThrownBy(() -> rounds("--warm-ups=-1").check())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--warm-ups: expected 0 or more");
    }

    private static Rounds rounds(String... arguments) {
        Measurement measurement = new Measurement();
        new CommandLine(measurement).parseArgs(arguments);
        return measurement.rounds;
    }
}
