package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** First loads, replays on top and bare loads in turn, on a worker and a node that stay up. */
final class ProjectionRounds {
    private final ProjectionStand stand;
    private final boolean refill;
    private final BareLoads bare;
    private final PrintWriter out;
    private List<String> digests = List.of();
    private boolean digestsEqual = true;
    private long replayWrites;
    private long refillWritesBesides;

    /** @param way how the bare load sends; empty for the fastest of some */
    ProjectionRounds(ProjectionStand stand, Optional<BareBulk.Way> way, boolean refill, PrintWriter out) {
        this.stand = stand;
        this.refill = refill;
        this.bare = new BareLoads(stand, way, out);
        this.out = out;
    }

    /**
     * One round.
     *
     * @param config of the connector; its name is new in each round
     */
    ProjectionRound run(Rounds.Round number, JsonNode config) throws InterruptedException {
        ProjectedIndices indices = stand.indices();
        long events = stand.log().events();
        MeasuredProjection sink = new MeasuredProjection(stand, config);
        ProjectionLoad load = sink.load();
        ProjectedIndices.Counts documents = indices.documents();
        show(number, "first load", load);
        ProjectionLoad replay = sink.replay();
        show(number, "replay on top", replay);
        replayWrites += replay.writes().sum();
        Map<String, ProjectionLoad> refills = new TreeMap<>();
        for (String alias : refill ? indices.aliases() : List.<String>of()) {
            ProjectionLoad refilled = sink.refill(alias);
            show(number, "refill " + alias, refilled);
            refills.put(alias, refilled);
            refillWritesBesides += refilled.writes().besides(alias.equals(indices.cards()));
        }
        sink.delete();
        if (documents.timeline() != events || !indices.documents().equals(documents)) {
            throw new IllegalStateException("expected %d timeline documents but found %s, and later %s; see %s"
                    .formatted(
                            events,
                            documents,
                            indices.documents(),
                            stand.worker().log()));
        }
        compareContent();

        BareLoads.Load bareLoad = bare.next();
        ProjectionRound round = new ProjectionRound(events, documents, load, replay, refills, bareLoad);
        out.printf(
                "%-9s %-22s %,8.0f documents/s  (%,.0f/s in the first load)  CPU %5.1f s node  others %2.0f %%%n",
                number,
                "bare load",
                round.bareDocumentsPerSecond(),
                round.documentsPerSecond(),
                bareLoad.elasticsearchCpu(),
                bareLoad.others() * 100);
        out.flush();
        return round;
    }

    /** Documents that replays on top have written. */
    long replayWrites() {
        return replayWrites;
    }

    /** Documents that replays after one index was deleted have written into the other. */
    long refillWritesBesides() {
        return refillWritesBesides;
    }

    /** Whether the indices held the same, to the byte, at the end of all rounds. */
    boolean digestsEqual() {
        return digestsEqual;
    }

    /** How the bare load sent. */
    BareBulk.Way way() {
        return bare.way();
    }

    private void compareContent() {
        List<String> found = stand.indices().digests();
        digestsEqual &= digests.isEmpty() || digests.equals(found);
        digests = found;
    }

    private void show(Rounds.Round round, String what, ProjectionLoad load) {
        out.printf(
                "%-9s %-22s %,8.0f events/s  %6.1f s  writes %,d cards, %,d timeline"
                        + "  CPU %5.1f s worker, %5.1f s node  heap %d MiB  others %2.0f %%%n",
                round,
                what,
                stand.log().events() / load.seconds(),
                load.seconds(),
                load.writes().cards(),
                load.writes().timeline(),
                load.sink().workerCpu(),
                load.sink().serverCpu(),
                load.sink().heap().after(),
                load.sink().others() * 100);
        out.flush();
    }
}
