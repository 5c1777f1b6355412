package org.fulfillmentconnect.bench;

import java.io.PrintWriter;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bare loads of what the projection has made, into indices like its own. */
final class BareLoads {
    private static final String PREFIX = "bare-";
    private static final int TRIED_DOCUMENTS = 100_000;
    private static final List<BareBulk.Way> TRIED = List.of(
            new BareBulk.Way(1, 5),
            new BareBulk.Way(2, 1),
            new BareBulk.Way(2, 5),
            new BareBulk.Way(3, 1),
            new BareBulk.Way(3, 5),
            new BareBulk.Way(4, 1),
            new BareBulk.Way(4, 5));

    private final ProjectionStand stand;
    private final BareBulk bulk;
    private final PrintWriter out;
    private BareBulk.@Nullable Way way;
    private List<byte[]> bodies = List.of();

    /**
     * One load.
     *
     * @param seconds until all is acknowledged
     * @param elasticsearchCpu seconds of the node's process
     * @param others the share of the machine's CPU time that other processes took
     */
    record Load(double seconds, double elasticsearchCpu, double others) {}

    /** @param way how to send; empty for the fastest of some */
    BareLoads(ProjectionStand stand, Optional<BareBulk.Way> way, PrintWriter out) {
        this.stand = stand;
        this.bulk = new BareBulk(stand.server().url());
        this.way = way.orElse(null);
        this.out = out;
    }

    /** How it is sent. */
    BareBulk.Way way() {
        if (way == null) {
            throw new IllegalStateException("there was no load yet");
        }
        return way;
    }

    /** Deletes the projection's indices, and loads what they held first into others. */
    Load next() throws InterruptedException {
        ProjectedIndices indices = stand.indices();
        Map<String, String> likenesses = new HashMap<>();
        for (String alias : indices.aliases()) {
            likenesses.put(PREFIX + alias, indices.likenessOf(alias));
        }
        BulkLines lines = bodies.isEmpty() ? indices.read(alias -> PREFIX + alias) : new BulkLines();
        indices.aliases().forEach(indices::delete);
        if (way == null) {
            way = fastest(lines, likenesses);
        }
        if (bodies.isEmpty()) {
            bodies = lines.bodies(Integer.MAX_VALUE, way.bytes());
        }
        return load(bodies, way, likenesses);
    }

    /** Tries all twice, as neither this process nor the node is as warm the first time. */
    private BareBulk.Way fastest(BulkLines lines, Map<String, String> likenesses) throws InterruptedException {
        Map<BareBulk.Way, Double> rates = new LinkedHashMap<>();
        for (int i = 0; i < 2; i++) {
            for (BareBulk.Way tried : TRIED) {
                List<byte[]> some = lines.bodies(TRIED_DOCUMENTS, tried.bytes());
                double rate = Math.min(TRIED_DOCUMENTS, lines.size())
                        / load(some, tried, likenesses).seconds();
                rates.merge(tried, rate, Math::max);
            }
        }
        rates.forEach((tried, rate) -> out.printf("Bare load with %s: %,.0f documents/s%n", tried, rate));
        out.flush();
        return Collections.max(rates.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    private Load load(List<byte[]> sent, BareBulk.Way how, Map<String, String> likenesses) throws InterruptedException {
        ProjectedIndices indices = stand.indices();
        likenesses.forEach(indices::create);
        indices.awaitQuiet();
        OtherLoad load = new OtherLoad();
        double cpu = CpuTime.secondsOf(stand.server().pid());
        double seconds = bulk.send(sent, how.inFlight());
        double elasticsearchCpu = CpuTime.secondsOf(stand.server().pid()) - cpu;
        double others = load.share().orElse(0);
        likenesses.keySet().forEach(indices::deleteIndex);
        return new Load(seconds, elasticsearchCpu, others);
    }
}
