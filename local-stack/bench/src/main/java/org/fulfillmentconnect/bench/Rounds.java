package org.fulfillmentconnect.bench;

import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** How often to measure, as options of a command. */
final class Rounds {
    /**
     * One round.
     *
     * @param number from 1 on; 0 and less of those that do not count
     */
    record Round(int number) {
        boolean counts() {
            return number > 0;
        }

        /** Adds a figure to those that count, if it does. */
        <T> void count(List<T> figures, T figure) {
            if (counts()) {
                figures.add(figure);
            }
        }

        /** For topics and connectors: the subject with the round's number, which no other round has. */
        String nameOf(String subject) {
            return counts() ? subject + "-" + number : subject + "-warm-up-" + (1 - number);
        }

        /** For people. */
        @Override
        public String toString() {
            return counts() ? "round " + number : "warm-up";
        }
    }

    @Option(names = "--rounds", paramLabel = "R", description = "Rounds that count. Default: ${DEFAULT-VALUE}.")
    private int counted = 3;

    @Option(names = "--warm-ups", paramLabel = "R", description = "Rounds before them. Default: ${DEFAULT-VALUE}.")
    private int warmUps;

    /** @param warmUps the default */
    Rounds(int warmUps) {
        this.warmUps = warmUps;
    }

    void check() {
        Run.expect(counted >= 1, "--rounds", "1 or more");
        Run.expect(warmUps >= 0, "--warm-ups", "0 or more");
    }

    int counted() {
        return counted;
    }

    /** All, in their order. */
    List<Round> all() {
        return IntStream.rangeClosed(1 - warmUps, counted).mapToObj(Round::new).toList();
    }
}
