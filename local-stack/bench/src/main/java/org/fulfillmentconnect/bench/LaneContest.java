package org.fulfillmentconnect.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks both stores the same questions in turn, and compares how long they take and how right they are. */
final class LaneContest {
    private static final int DEFAULT_COMPRESSION = 100;
    /** As in {@code ops-queries/queries/stage-times.json}. */
    private static final int FINE_COMPRESSION = 1_000;

    private static final String POSTGRES = "postgres";
    private static final int MANY = 100;
    private static final double PROMISED_ERROR = 0.01;

    private final PostgresLanes lanes;
    private final LaneQuestion.Subject subject;
    private final List<Contestant> contestants;
    private final PrintWriter out;

    /** Where an answer comes from, by its name in the figures. */
    private record Contestant(String name, Asking asking) {}

    @FunctionalInterface
    private interface Asking {
        LaneAnswer ask(LaneQuestion question) throws SQLException, IOException, InterruptedException;
    }

    LaneContest(PostgresLanes lanes, ElasticsearchLanes cards, LaneQuestion.Subject subject, PrintWriter out) {
        this.lanes = lanes;
        this.subject = subject;
        this.out = out;
        this.contestants = List.of(
                new Contestant(POSTGRES, question -> lanes.ask(question, subject)),
                new Contestant(
                        "elasticsearch", question -> cards.ask(question.ofCards(subject, DEFAULT_COMPRESSION), false)),
                new Contestant(
                        "elasticsearchFine", question -> cards.ask(question.ofCards(subject, FINE_COMPRESSION), false)),
                new Contestant(
                        "elasticsearchCached",
                        question -> cards.ask(question.ofCards(subject, DEFAULT_COMPRESSION), true)));
    }

    /**
     * Asks each question so often, after as many times that do not count.
     *
     * @return whether the counts and means are right, and the percentiles of the KPIs as close as promised
     */
    boolean hold(int asks, Figures figures) throws SQLException, IOException, InterruptedException {
        out.printf("Asking for the month from %s, and for %s%n", subject.month(), subject.lane());
        OtherLoad load = new OtherLoad();
        boolean right = true;
        for (LaneQuestion question : LaneQuestion.values()) {
            List<Latencies> times = times(question, asks);
            figures.addRounded(
                    "ratio" + question, times.get(1).median() / times.get(0).median());
            Map<String, LaneRow> exact = lanes.exact(question, subject);
            figures.add("rows" + question, exact.size());
            out.printf("%n%s: %s, %,d rows%n", question, question.words(), exact.size());
            for (int i = 0; i < contestants.size(); i++) {
                right &= judge(question, contestants.get(i), times.get(i), exact, figures);
            }
            out.flush();
        }
        figures.add("answersAgree", right);
        figures.add("asks", asks);
        figures.addRounded("otherLoad", load.share().orElse(0));
        return right;
    }

    /** Each asks once, then each once more: what slows the machine down slows all of them down. */
    private List<Latencies> times(LaneQuestion question, int asks)
            throws SQLException, IOException, InterruptedException {
        List<Latencies> times = new ArrayList<>();
        contestants.forEach(contestant -> times.add(new Latencies()));
        for (int round = -asks; round < asks; round++) {
            for (int i = 0; i < contestants.size(); i++) {
                long began = System.nanoTime();
                contestants.get(i).asking().ask(question);
                if (round >= 0) {
                    times.get(i).add(System.nanoTime() - began);
                }
            }
        }
        return times;
    }

    private boolean judge(
            LaneQuestion question, Contestant contestant, Latencies times, Map<String, LaneRow> exact, Figures figures)
            throws SQLException, IOException, InterruptedException {
        LaneAnswer answer = contestant.asking().ask(question);
        boolean agrees = answer.agreesWith(exact);
        LaneAnswer.PercentileErrors errors = answer.percentileErrors(exact, 1);
        LaneAnswer.PercentileErrors ofMany = answer.percentileErrors(exact, MANY);
        String name = contestant.name();
        figures.addRounded(name + "Millis" + question, times.median());
        figures.addRounded(name + "P95Millis" + question, times.p95());
        figures.add(name + "Bytes" + question, answer.bytes());
        figures.addRounded(name + "WorstErrorPercent" + question, errors.worst() * 100);
        out.printf(
                "  %-20s median %7.2f ms, p95 %7.2f ms, %,9d bytes; counts and means %s; percentiles: worst %.2f %% off,"
                        + " %.1f %% of them over 1 %% off; of the %,d of %d samples or more: worst %.2f %%, %.1f %%%n",
                name,
                times.median(),
                times.p95(),
                answer.bytes(),
                agrees ? "exact" : "DIFFER",
                errors.worst() * 100,
                errors.shareAbove(PROMISED_ERROR) * 100,
                ofMany.count(),
                MANY,
                ofMany.worst() * 100,
                ofMany.shareAbove(PROMISED_ERROR) * 100);
        return agrees && (!name.equals(POSTGRES) || errors.worst() <= PROMISED_ERROR);
    }
}
