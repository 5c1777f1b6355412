package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.fulfillmentconnect.quickstart.Projection;
import org.fulfillmentconnect.stack.ElasticsearchServer;

/** The indices that the projection made on a measured node, as its read aliases name them, and indices like them. */
final class ProjectedIndices {
    /** What the server itself adds to an index's settings, and takes from nobody. */
    private static final List<String> OWN_SETTINGS = List.of("uuid", "creation_date", "version", "provided_name");

    private static final Duration QUIET_TIMEOUT = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 500;
    private static final double QUIET_CPU_SECONDS = 0.05;

    private final ElasticsearchServer server;
    private final Projection client;
    private final String cards;
    private final String timeline;

    /** @param connector the projection's JSON, which names the aliases */
    ProjectedIndices(ElasticsearchServer server, JsonNode connector) {
        this.server = server;
        this.client = new Projection(server.url());
        this.cards = connector.path("shipments.index").asText();
        this.timeline = connector.path("timeline.index").asText();
    }

    /**
     * How many of each.
     *
     * @param cards documents, or writes of them
     * @param timeline likewise
     */
    record Counts(long cards, long timeline) {
        long sum() {
            return cards + timeline;
        }

        /** Of the cards where the timeline was refilled, and of the timeline where the cards were. */
        long besides(boolean cardsRefilled) {
            return cardsRefilled ? timeline : cards;
        }

        Counts minus(Counts before) {
            return new Counts(cards - before.cards, timeline - before.timeline);
        }
    }

    String cards() {
        return cards;
    }

    String timeline() {
        return timeline;
    }

    /** What readers search: the cards, then the timeline. */
    List<String> aliases() {
        return List.of(cards, timeline);
    }

    /** The documents that searches find after a refresh. */
    Counts documents() {
        client.refresh(cards + "," + timeline);
        return new Counts(client.count(cards), client.count(timeline));
    }

    /** The writes that the indices which are there now have carried out since they were made. */
    Counts writes() {
        JsonNode statistics = client.send("GET", "/_stats/indexing", null);
        return new Counts(writes(statistics, cards), writes(statistics, timeline));
    }

    private long writes(JsonNode statistics, String alias) {
        return behind(alias).stream()
                .mapToLong(index -> statistics
                        .path("indices")
                        .path(index)
                        .at("/primaries/indexing/index_total")
                        .asLong())
                .sum();
    }

    /** How many bytes of disk each takes, one copy. */
    Counts bytes() {
        return new Counts(bytes(cards), bytes(timeline));
    }

    /** By their segments: the statistics of the store are up to 10 s old. One node alone holds no replicas. */
    private long bytes(String alias) {
        long bytes = 0;
        for (JsonNode index :
                client.send("GET", "/" + alias + "/_segments", null).path("indices")) {
            for (JsonNode size : index.findValues("size_in_bytes")) {
                bytes += size.asLong();
            }
        }
        return bytes;
    }

    /** Merges each shard to one segment without deleted documents, and waits for it. */
    void mergeToOneSegment() {
        client.send("POST", "/" + cards + "," + timeline + "/_forcemerge?max_num_segments=1", null);
        client.send("POST", "/" + cards + "," + timeline + "/_refresh", null);
    }

    /** The indices that have this alias; none where it does not exist. */
    private List<String> behind(String alias) {
        List<String> names = new ArrayList<>();
        client.send("GET", "/_alias", null).properties().forEach(index -> {
            if (index.getValue().path("aliases").has(alias)) {
                names.add(index.getKey());
            }
        });
        return names;
    }

    /** Equal for equal content, to the byte. */
    List<String> digests() {
        return List.of(client.digest(cards, "orderId"), client.digest(timeline, "eventId"));
    }

    /** Deletes the index behind the alias, with all of its aliases. */
    void delete(String alias) {
        behind(alias).forEach(this::deleteIndex);
    }

    void deleteIndex(String index) {
        client.send("DELETE", "/" + index, null);
    }

    /** All documents, in the order in which they are stored, for indices of other names. */
    BulkLines read(UnaryOperator<String> target) {
        return BulkLines.mixed(read(cards, target), read(timeline, target));
    }

    private BulkLines read(String alias, UnaryOperator<String> target) {
        BulkLines lines = new BulkLines();
        client.read(alias, "_shard_doc", hit -> lines.add(target.apply(alias), hit));
        return lines;
    }

    /** Creates an index from {@link #likenessOf}. */
    void create(String index, String likeness) {
        client.send("PUT", "/" + index, likeness);
    }

    /** What makes another index with the mappings and settings of the one behind the alias. */
    String likenessOf(String alias) {
        JsonNode index = client.send("GET", "/" + alias, null).elements().next();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("mappings", index.path("mappings"));
        ObjectNode settings = index.path("settings").path("index").deepCopy();
        settings.remove(OWN_SETTINGS);
        body.putObject("settings").set("index", settings);
        return body.toString();
    }

    /** Makes what is stored visible, and waits until the node merges no more and idles: 10 % of a core for a second at most. */
    void awaitQuiet() throws InterruptedException {
        client.send("POST", "/_refresh", null);
        long deadline = System.nanoTime() + QUIET_TIMEOUT.toNanos();
        int quietLooks = 0;
        while (quietLooks < 2) {
            double cpu = CpuTime.secondsOf(server.pid());
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            boolean quiet = CpuTime.secondsOf(server.pid()) - cpu <= QUIET_CPU_SECONDS && merges() == 0;
            quietLooks = quiet ? quietLooks + 1 : 0;
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Elasticsearch was still busy after %d s; see %s"
                        .formatted(QUIET_TIMEOUT.toSeconds(), server.log()));
            }
        }
    }

    private long merges() {
        long merges = 0;
        for (JsonNode node :
                client.send("GET", "/_nodes/stats/indices/merge", null).path("nodes")) {
            merges += node.at("/indices/merges/current").asLong();
        }
        return merges;
    }
}
