package org.fulfillmentconnect.bench;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What one round of the projection's measurement took.
 *
 * @param events in the log
 * @param documents in the indices at the end
 * @param refills by the alias of the index that was deleted before
 */
record ProjectionRound(
        long events,
        ProjectedIndices.Counts documents,
        ProjectionLoad load,
        ProjectionLoad replay,
        Map<String, ProjectionLoad> refills,
        BareLoads.Load bare) {

    double eventsPerSecond() {
        return events / load.seconds();
    }

    double documentsPerSecond() {
        return documents.sum() / load.seconds();
    }

    double bareDocumentsPerSecond() {
        return documents.sum() / bare.seconds();
    }

    double replayEventsPerSecond() {
        return events / replay.seconds();
    }

    private double refillEventsPerSecond(String alias) {
        ProjectionLoad refilled = refills.get(alias);
        return refilled == null ? 0 : events / refilled.seconds();
    }

    /** Adds medians over one round or more; ratios are those of a round, as a machine's speed changes. */
    static void addMedians(List<ProjectionRound> rounds, Figures figures) {
        ProjectionRound first = rounds.get(0);
        rate(figures, "eventsPerSecond", rounds, ProjectionRound::eventsPerSecond);
        ratio(figures, "ratioToBareBulk", rounds, round -> round.documentsPerSecond() / round.bareDocumentsPerSecond());
        rate(figures, "replayEventsPerSecond", rounds, ProjectionRound::replayEventsPerSecond);
        ratio(figures, "replayRatio", rounds, round -> round.replayEventsPerSecond() / round.eventsPerSecond());
        for (String alias : first.refills().keySet()) {
            rate(figures, "refillEventsPerSecond:" + alias, rounds, round -> round.refillEventsPerSecond(alias));
        }
        rate(figures, "documentsPerSecond", rounds, ProjectionRound::documentsPerSecond);
        rate(figures, "bareDocumentsPerSecond", rounds, ProjectionRound::bareDocumentsPerSecond);
        ratio(
                figures,
                "cardWritesPerOrder",
                rounds,
                round -> (double) round.load().writes().cards()
                        / round.documents().cards());
        ratio(
                figures,
                "cpuMicrosPerEvent",
                rounds,
                round -> micros(round.load().sink().workerCpu(), round.events()));
        ratio(
                figures,
                "elasticsearchCpuMicrosPerEvent",
                rounds,
                round -> micros(round.load().sink().serverCpu(), round.events()));
        ratio(
                figures,
                "replayCpuMicrosPerEvent",
                rounds,
                round -> micros(round.replay().sink().workerCpu(), round.events()));
        ratio(
                figures,
                "replayElasticsearchCpuMicrosPerEvent",
                rounds,
                round -> micros(round.replay().sink().serverCpu(), round.events()));
        ratio(
                figures,
                "bareElasticsearchCpuMicrosPerEvent",
                rounds,
                round -> micros(round.bare().elasticsearchCpu(), round.events()));
        figures.add("events", first.events());
        figures.add("cards", first.documents().cards());
        figures.add("timelineDocuments", first.documents().timeline());
        GcLog.Peak heap = rounds.stream()
                .flatMap(round -> Stream.of(round.load(), round.replay()))
                .map(load -> load.sink().heap())
                .reduce(new GcLog.Peak(0, 0), GcLog.Peak::or);
        figures.add("peakHeapMb", heap.after());
        figures.add("peakHeapBeforeGcMb", heap.before());
        figures.addRounded(
                "otherLoad",
                rounds.stream().mapToDouble(ProjectionRound::others).max().orElse(0));
    }

    /** The most that other processes took of the machine in any of what was measured. */
    private double others() {
        return Math.max(load.sink().others(), Math.max(replay.sink().others(), bare.others()));
    }

    private static void rate(
            Figures figures, String name, List<ProjectionRound> rounds, ToDoubleFunction<ProjectionRound> figure) {
        figures.addWhole(name, median(rounds, figure));
    }

    private static void ratio(
            Figures figures, String name, List<ProjectionRound> rounds, ToDoubleFunction<ProjectionRound> figure) {
        figures.addRounded(name, median(rounds, figure));
    }

    private static double median(List<ProjectionRound> rounds, ToDoubleFunction<ProjectionRound> figure) {
        return Measured.median(rounds.stream().mapToDouble(figure).toArray());
    }

    private static double micros(double seconds, long events) {
        return seconds * 1e6 / events;
    }
}
