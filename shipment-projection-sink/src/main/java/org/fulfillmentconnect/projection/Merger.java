package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.errors.DataException;
import org.elasticsearch.client.Request;
import org.jspecify.annotations.Nullable;

/**
 * Merges updates into the stored documents of one index. A write names the version that it was merged into, so that
 * whatever another task wrote meanwhile is merged as well and never lost; or its own version, where the server itself can
 * tell by it which of two documents stands. Used by one thread.
 *
 * <p>A document that the cache does not hold is read first where most such documents are there already, as in a replay;
 * where most are new, it is created without asking, and read only if the server says that it is there.
 */
final class Merger<C extends Mergeable<C>> {
    private static final int READS_UNDER_WAY = 4;

    /** To create a document that is there costs about three reads of one that is not. */
    private static final int READS_PER_CONFLICT = 4;

    private final IndexName index;
    private final int documentsPerRead;
    private final StoredReader<C> reader;
    private final StoredCache<C> cache;
    private final ElasticsearchClient client;
    private final BulkSender sender;
    private final DeadLetters deadLetters;
    private final Patience patience;
    private final StoreCounts counts;
    private List<Update<C>> waiting = new ArrayList<>();
    /** Whose documents were changed or created by somebody else: they are read again. */
    private List<Update<C>> conflicting = new ArrayList<>();
    /** Whether one of them was not there, or lower, a moment before. */
    private boolean conflictsAfterReading;

    private boolean mostAreNew;
    private long unknown;
    private long unknownButThere;

    Merger(
            IndexName index,
            int documentsPerRead,
            StoredReader<C> reader,
            StoredCache<C> cache,
            ElasticsearchClient client,
            BulkSender sender,
            DeadLetters deadLetters,
            Patience patience,
            StoreCounts counts) {
        this.index = index;
        this.documentsPerRead = documentsPerRead;
        this.reader = reader;
        this.cache = cache;
        this.client = client;
        this.sender = sender;
        this.deadLetters = deadLetters;
        this.patience = patience;
        this.counts = counts;
    }

    /** Takes the updates of the next window. */
    void add(Collection<Update<C>> updates) {
        if (unknown > 0) {
            mostAreNew = unknownButThere * READS_PER_CONFLICT < unknown;
        }
        unknown = 0;
        unknownButThere = 0;
        waiting.addAll(updates);
    }

    /** Whether updates wait to be merged, those among them whose document was changed by somebody else. */
    boolean hasWaiting() {
        return !waiting.isEmpty() || !conflicting.isEmpty();
    }

    /** Forgets the updates that wait, and all that is known of the server. */
    void reset() {
        waiting = new ArrayList<>();
        conflicting = new ArrayList<>();
        conflictsAfterReading = false;
        cache.clear();
    }

    /** Merges what waits and hands the documents that change to the sender. */
    void mergeWaiting() throws InterruptedException {
        if (conflictsAfterReading) {
            // The server remembers the version of a document for a minute after it was deleted.
            conflictsAfterReading = false;
            patience.pause("a document of " + index.writeAlias() + " was changed or deleted just now");
        }
        List<Update<C>> toRead = conflicting;
        conflicting = new ArrayList<>();
        List<Update<C>> updates = waiting;
        waiting = new ArrayList<>();
        for (Update<C> update : updates) {
            Stored<C> cached = cache.get(update.id());
            if (cached != null) {
                merge(update, cached);
                continue;
            }
            unknown++;
            if (mostAreNew) {
                sender.add(new DocumentWrite(update, update.content(), null, false));
            } else {
                toRead.add(update);
            }
        }
        readAndMerge(toRead);
    }

    private record Reading<C extends Mergeable<C>>(
            List<Update<C>> updates, Map<String, C> contents, Request request, CompletableFuture<Reply> reply) {}

    private void readAndMerge(List<Update<C>> updates) throws InterruptedException {
        Deque<Reading<C>> underWay = new ArrayDeque<>();
        for (int from = 0; from < updates.size(); from += documentsPerRead) {
            if (underWay.size() == READS_UNDER_WAY) {
                merge(underWay.remove());
            }
            underWay.add(send(updates.subList(from, Math.min(updates.size(), from + documentsPerRead))));
        }
        while (!underWay.isEmpty()) {
            merge(underWay.remove());
        }
    }

    private Reading<C> send(List<Update<C>> updates) {
        Map<String, C> contents = new HashMap<>();
        updates.forEach(update -> contents.put(update.id(), update.content()));
        Request request = reader.request(contents.keySet());
        return new Reading<>(updates, contents, request, client.send(request));
    }

    private void merge(Reading<C> reading) throws InterruptedException {
        Map<String, StoredReader.Found<C>> found = answerTo(reading);
        for (Update<C> update : reading.updates()) {
            StoredReader.Found<C> document = found.get(update.id());
            if (document == null) {
                sender.add(new DocumentWrite(update, update.content(), null, true));
            } else {
                unknownButThere++;
                if (cache.isOn()) {
                    cache.put(document.stored(), document.jsonBytes());
                }
                merge(update, document.stored());
            }
        }
    }

    private Map<String, StoredReader.Found<C>> answerTo(Reading<C> first) throws InterruptedException {
        Reading<C> reading = first;
        while (true) {
            try {
                return reader.read(ElasticsearchClient.await(reading.request(), reading.reply()), reading.contents());
            } catch (UnavailableException e) {
                patience.pause(e.why());
                reading = send(first.updates());
            }
        }
    }

    private void merge(Update<C> update, Stored<C> stored) throws InterruptedException {
        C content = update.content();
        // The reader gives the very content where the stored document is the same.
        C merged = stored.content() == content ? content : stored.content().merge(content);
        if (stored.current() && merged.equals(stored.content())) {
            counts.unchanged();
        } else {
            sender.add(new DocumentWrite(update, merged, stored, true));
        }
    }

    /** Creates a document, or replaces the version that was read. */
    private final class DocumentWrite implements Write {
        private final Update<C> update;
        private final C content;
        private final @Nullable Stored<C> replaced;
        private final boolean afterReading;
        private final byte[] source;

        /** @param afterReading whether the server was asked for the document just before */
        DocumentWrite(Update<C> update, C content, @Nullable Stored<C> replaced, boolean afterReading) {
            this.update = update;
            this.content = content;
            this.replaced = replaced;
            this.afterReading = afterReading;
            this.source = content.json();
        }

        @Override
        public IndexName index() {
            return index;
        }

        @Override
        public byte[] action() {
            String id = new String(JsonStringEncoder.getInstance().quoteAsString(content.id()));
            Long version = content.externalVersion();
            String action;
            if (version != null) {
                action = "{\"index\":{\"_id\":\"" + id + "\",\"version\":" + version
                        + ",\"version_type\":\"external\"}}";
            } else if (replaced != null) {
                action = "{\"index\":{\"_id\":\"" + id + "\",\"if_seq_no\":" + replaced.seqNo()
                        + ",\"if_primary_term\":" + replaced.primaryTerm() + "}}";
            } else {
                action = "{\"create\":{\"_id\":\"" + id + "\"}}";
            }
            return action.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] source() {
            return source;
        }

        @Override
        public boolean wantsVersion() {
            return cache.isOn();
        }

        @Override
        public void stored(long seqNo, long primaryTerm) {
            counts.written();
            if (cache.isOn()) {
                cache.put(new Stored<>(content, seqNo, primaryTerm, true), source.length);
            }
        }

        @Override
        public void conflict() {
            counts.conflict();
            cache.remove(content.id());
            conflicting.add(update);
            conflictsAfterReading |= afterReading && content.externalVersion() != null;
        }

        @Override
        public void refused(ServerError error) {
            List<Update<C>> single = update.split();
            if (single.size() > 1) {
                waiting.addAll(single);
            } else {
                deadLetters.refused(
                        update.arrivals(),
                        new DataException(
                                "Elasticsearch refuses the document for " + index.readAlias() + ": " + error));
            }
        }
    }
}
