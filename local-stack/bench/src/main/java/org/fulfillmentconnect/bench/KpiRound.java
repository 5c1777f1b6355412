package org.fulfillmentconnect.bench;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What one round of the KPI sink's measurement took.
 *
 * @param events in the log
 * @param load into an empty database
 * @param replay on top of it
 * @param byEvent Debezium's upsert of the same events, a row per event
 * @param byOrder the same, a row per order
 */
record KpiRound(long events, SinkLoad load, SinkLoad replay, SinkLoad byEvent, SinkLoad byOrder) {

    double perSecond(SinkLoad of) {
        return events / of.seconds();
    }

    /** Adds medians over one round or more; ratios are those of a round, as a machine's speed changes. */
    static void addMedians(List<KpiRound> rounds, Figures figures) {
        rate(figures, "eventsPerSecond", rounds, KpiRound::load);
        ratio(figures, "ratioToDebezium", rounds, round -> round.ratioTo(round.byEvent()));
        ratio(figures, "ratioToDebeziumByOrder", rounds, round -> round.ratioTo(round.byOrder()));
        rate(figures, "replayEventsPerSecond", rounds, KpiRound::replay);
        rate(figures, "debeziumEventsPerSecond", rounds, KpiRound::byEvent);
        rate(figures, "debeziumByOrderEventsPerSecond", rounds, KpiRound::byOrder);
        cpu(figures, "cpuMicrosPerEvent", "postgresCpuMicrosPerEvent", rounds, KpiRound::load);
        cpu(figures, "replayCpuMicrosPerEvent", "replayPostgresCpuMicrosPerEvent", rounds, KpiRound::replay);
        cpu(figures, "debeziumCpuMicrosPerEvent", "debeziumPostgresCpuMicrosPerEvent", rounds, KpiRound::byEvent);
        cpu(
                figures,
                "debeziumByOrderCpuMicrosPerEvent",
                "debeziumByOrderPostgresCpuMicrosPerEvent",
                rounds,
                KpiRound::byOrder);
        figures.add("events", rounds.get(0).events());
        GcLog.Peak heap = rounds.stream()
                .flatMap(round -> Stream.of(round.load(), round.replay()))
                .map(SinkLoad::heap)
                .reduce(new GcLog.Peak(0, 0), GcLog.Peak::or);
        figures.add("peakHeapMb", heap.after());
        figures.add("peakHeapBeforeGcMb", heap.before());
        figures.addRounded(
                "otherLoad",
                rounds.stream()
                        .flatMap(round -> Stream.of(round.load(), round.replay(), round.byEvent(), round.byOrder()))
                        .mapToDouble(SinkLoad::others)
                        .max()
                        .orElse(0));
    }

    private double ratioTo(SinkLoad other) {
        return other.seconds() / load.seconds();
    }

    private static void rate(Figures figures, String name, List<KpiRound> rounds, Function<KpiRound, SinkLoad> load) {
        figures.addWhole(name, median(rounds, round -> round.perSecond(load.apply(round))));
    }

    private static void ratio(Figures figures, String name, List<KpiRound> rounds, ToDoubleFunction<KpiRound> figure) {
        figures.addRounded(name, median(rounds, figure));
    }

    private static void cpu(
            Figures figures, String worker, String postgres, List<KpiRound> rounds, Function<KpiRound, SinkLoad> load) {
        ratio(figures, worker, rounds, round -> load.apply(round).workerCpu() * 1e6 / round.events());
        ratio(figures, postgres, rounds, round -> load.apply(round).serverCpu() * 1e6 / round.events());
    }

    private static double median(List<KpiRound> rounds, ToDoubleFunction<KpiRound> figure) {
        return Measured.median(rounds.stream().mapToDouble(figure).toArray());
    }
}
