package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.errors.ConnectException;
import org.elasticsearch.client.Request;

/**
 * Collects writes into bulks of bounded size and keeps several of them under way. Used by one thread, which also gets
 * the outcomes.
 */
final class BulkSender {
    private static final int MAX_BULK_BYTES = 4 * 1024 * 1024;
    private static final int MAX_UNDER_WAY = 3;
    private static final int CONFLICT = 409;
    private static final int TOO_LARGE = 413;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final ElasticsearchClient client;
    private final Map<IndexName, Bulk> open = new LinkedHashMap<>();
    private final Deque<Sent> underWay = new ArrayDeque<>();
    private final BulkLimits limits = new BulkLimits(MAX_BULK_BYTES, MAX_UNDER_WAY);
    private List<Write> again = new ArrayList<>();
    private String lastFailure = "";

    BulkSender(ElasticsearchClient client) {
        this.client = client;
    }

    private record Sent(Bulk bulk, Request request, CompletableFuture<Reply> reply) {}

    /** Takes a write; sends what is enough for a bulk, and waits where enough bulks are under way. */
    void add(Write write) throws InterruptedException {
        Bulk bulk = open.computeIfAbsent(write.index(), Bulk::new);
        bulk.add(write);
        if (bulk.bytes() >= limits.bytes()) {
            open.remove(write.index());
            send(bulk);
        }
    }

    /**
     * Sends the rest and waits for all answers.
     *
     * @return the writes that have no outcome: the server did not answer, or said that it may work later
     * @throws ConnectException if the server will take nothing more from this task
     */
    List<Write> finish() throws InterruptedException {
        List<Bulk> rest = List.copyOf(open.values());
        open.clear();
        for (Bulk bulk : rest) {
            send(bulk);
        }
        while (!underWay.isEmpty()) {
            settleOldest();
        }
        List<Write> leftOver = again;
        again = new ArrayList<>();
        return leftOver;
    }

    /** Gives up what is not sent, and the outcome of what is. */
    void reset() {
        open.clear();
        underWay.clear();
        again.clear();
    }

    /** Why writes had no outcome. */
    String lastFailure() {
        return lastFailure;
    }

    private void send(Bulk bulk) throws InterruptedException {
        while (underWay.size() >= limits.underWay()) {
            settleOldest();
        }
        Request request = bulk.request();
        underWay.add(new Sent(bulk, request, client.send(request)));
    }

    private void settleOldest() throws InterruptedException {
        Sent sent = underWay.remove();
        Bulk bulk = sent.bulk();
        Reply reply;
        try {
            reply = ElasticsearchClient.await(sent.request(), sent.reply());
        } catch (UnavailableException e) {
            tryAgain(bulk, e.why());
            return;
        }
        if (reply.isOk()) {
            settleItems(bulk, reply);
        } else if (reply.status() == TOO_LARGE) {
            tooLarge(bulk, reply);
        } else if (reply.isTemporary()) {
            if (reply.status() == Reply.TOO_MANY_REQUESTS) {
                limits.overloaded();
            }
            tryAgain(bulk, "bulk: " + reply.error());
        } else if (reply.isNotFound() && reply.error().isMissingIndex()) {
            throw new MissingIndexException(reply.error());
        } else {
            throw reply.refusal("write to " + sent.request().getEndpoint());
        }
    }

    private void tryAgain(Bulk bulk, String why) {
        lastFailure = why;
        again.addAll(bulk.writes());
    }

    private void tooLarge(Bulk bulk, Reply reply) throws InterruptedException {
        List<Write> writes = bulk.writes();
        if (writes.size() == 1) {
            writes.get(0).refused(reply.error());
            return;
        }
        Write largest = Collections.max(writes, Comparator.comparingInt(BulkSender::bytes));
        if (2L * bytes(largest) > bulk.bytes()) {
            // Bulks are not to stay small because of one document.
            send(bulkOf(bulk, List.of(largest)));
            send(bulkOf(bulk, writes.stream().filter(write -> write != largest).toList()));
        } else {
            int half = writes.size() / 2;
            limits.tooLarge(bulk.bytes());
            send(bulkOf(bulk, writes.subList(0, half)));
            send(bulkOf(bulk, writes.subList(half, writes.size())));
        }
    }

    private static int bytes(Write write) {
        return write.action().length + write.source().length;
    }

    private static Bulk bulkOf(Bulk whole, List<Write> writes) {
        Bulk part = new Bulk(whole.index());
        writes.forEach(part::add);
        return part;
    }

    private void settleItems(Bulk bulk, Reply reply) {
        JsonNode items;
        try {
            items = JsonDocument.MAPPER.readTree(reply.body()).path("items");
        } catch (IOException e) {
            tryAgain(bulk, "bulk: the answer is no JSON");
            return;
        }
        if (items.size() != bulk.writes().size()) {
            tryAgain(
                    bulk,
                    "bulk: the answer has " + items.size() + " items for "
                            + bulk.writes().size() + " writes");
            return;
        }
        boolean overloaded = false;
        Iterator<JsonNode> all = items.elements();
        for (Write write : bulk.writes()) {
            // Each item is an object with one field, named for the action.
            JsonNode item = all.next().elements().next();
            overloaded |= item.path("status").asInt() == Reply.TOO_MANY_REQUESTS;
            settle(write, item);
        }
        if (overloaded) {
            limits.overloaded();
        } else {
            limits.taken();
        }
    }

    private void settle(Write write, JsonNode item) {
        int status = item.path("status").asInt();
        if (status < Reply.BAD_REQUEST) {
            write.stored(
                    item.path("_seq_no").asLong(), item.path("_primary_term").asLong());
            return;
        }
        if (status == CONFLICT) {
            write.conflict();
            return;
        }
        ServerError error = ServerError.of(status, item.path("error"));
        if (error.isMissingIndex()) {
            throw new MissingIndexException(error);
        }
        if (Reply.isTemporary(status) || error.isBlock()) {
            lastFailure = "a document: " + error;
            again.add(write);
        } else if (status == UNAUTHORIZED || status == FORBIDDEN) {
            throw new RefusedException("Elasticsearch does not allow this user to write to "
                    + write.index().writeAlias() + ": " + error);
        } else {
            write.refused(error);
        }
    }
}
