package org.fulfillmentconnect.projection;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Merges updates into the stored cards. A write names the version that it was merged into, so that whatever another task
 * wrote meanwhile is merged as well and never lost. Used by one thread.
 */
final class CardMerger {
    private static final int CARDS_PER_READ = 500;

    private final IndexName index;
    private final CardReader reader;
    private final CardCache cache;
    private final BulkSender sender;
    private final DeadLetters deadLetters;
    private final Patience patience;
    private final Progress progress;
    private List<CardUpdate> waiting = new ArrayList<>();

    CardMerger(
            IndexName index,
            CardReader reader,
            CardCache cache,
            BulkSender sender,
            DeadLetters deadLetters,
            Patience patience,
            Progress progress) {
        this.index = index;
        this.reader = reader;
        this.cache = cache;
        this.sender = sender;
        this.deadLetters = deadLetters;
        this.patience = patience;
        this.progress = progress;
    }

    void add(Collection<CardUpdate> updates) {
        waiting.addAll(updates);
    }

    /** Whether updates wait to be merged, those among them whose card was changed by somebody else. */
    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Merges what waits and hands the cards that change to the sender. */
    void mergeWaiting() throws InterruptedException {
        List<CardUpdate> updates = waiting;
        waiting = new ArrayList<>();
        for (int from = 0; from < updates.size(); from += CARDS_PER_READ) {
            merge(updates.subList(from, Math.min(updates.size(), from + CARDS_PER_READ)));
        }
    }

    private void merge(List<CardUpdate> updates) throws InterruptedException {
        Map<CardUpdate, @Nullable StoredCard> cards = new LinkedHashMap<>();
        List<CardUpdate> unknown = new ArrayList<>();
        for (CardUpdate update : updates) {
            StoredCard cached = cache.get(update.orderId());
            if (cached == null) {
                unknown.add(update);
            } else {
                cards.put(update, cached);
            }
        }
        if (!unknown.isEmpty()) {
            read(unknown, cards);
        }
        for (Map.Entry<CardUpdate, @Nullable StoredCard> card : cards.entrySet()) {
            merge(card.getKey(), card.getValue());
        }
    }

    private void read(List<CardUpdate> unknown, Map<CardUpdate, @Nullable StoredCard> into)
            throws InterruptedException {
        List<String> ids = unknown.stream().map(CardUpdate::orderId).distinct().toList();
        CardReader.Found found = patience.answerOf(() -> reader.read(ids));
        for (CardUpdate update : unknown) {
            DataException unreadable = found.unreadable().get(update.orderId());
            if (unreadable != null) {
                deadLetters.found(update.records(), unreadable);
                continue;
            }
            CardReader.FoundCard card = found.found().get(update.orderId());
            if (card != null) {
                cache.put(card.stored(), card.jsonBytes());
            }
            into.put(update, card == null ? null : card.stored());
        }
    }

    private void merge(CardUpdate update, @Nullable StoredCard stored) throws InterruptedException {
        Card merged = stored == null ? update.delta() : stored.card().merge(update.delta());
        if (stored != null && stored.current() && merged.equals(stored.card())) {
            progress.unchangedCard();
        } else {
            sender.add(new CardWrite(update, merged, stored));
        }
    }

    /** Creates a card, or replaces the version that was read. */
    private final class CardWrite implements Write {
        private final CardUpdate update;
        private final Card card;
        private final @Nullable StoredCard replaced;
        private final byte[] source;

        CardWrite(CardUpdate update, Card card, @Nullable StoredCard replaced) {
            this.update = update;
            this.card = card;
            this.replaced = replaced;
            this.source = CardJson.write(card);
        }

        @Override
        public IndexName index() {
            return index;
        }

        @Override
        public byte[] action() {
            String id = new String(JsonStringEncoder.getInstance().quoteAsString(card.orderId()));
            String action = replaced == null
                    ? "{\"create\":{\"_id\":\"" + id + "\"}}"
                    : "{\"index\":{\"_id\":\"" + id + "\",\"if_seq_no\":" + replaced.seqNo() + ",\"if_primary_term\":"
                            + replaced.primaryTerm() + "}}";
            return action.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] source() {
            return source;
        }

        @Override
        public void stored(long seqNo, long primaryTerm) {
            progress.writtenCard();
            cache.put(new StoredCard(card, seqNo, primaryTerm, true), source.length);
        }

        @Override
        public void conflict() {
            progress.conflict();
            cache.remove(card.orderId());
            waiting.add(update);
        }

        @Override
        public void refused(ServerError error) {
            List<CardUpdate> single = update.split();
            if (single.size() > 1) {
                waiting.addAll(single);
            } else {
                deadLetters.found(update.records(), new DataException("Elasticsearch refuses the card: " + error));
            }
        }
    }
}
