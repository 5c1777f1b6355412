package org.fulfillmentconnect.projection;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cards that were stored or read last, bounded by an estimate of their memory. It only saves reads: that a card is
 * still the one on the server is for the server to say, when it is written.
 */
final class CardCache {
    private static final float LOAD_FACTOR = 0.75f;

    /** Objects of a card take about twice its JSON, and this beside. */
    private static final int OVERHEAD_BYTES = 512;

    private static final int BYTES_PER_JSON_BYTE = 2;

    private final long maxBytes;
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, LOAD_FACTOR, true);
    private long bytes;

    CardCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    private record Entry(StoredCard card, int bytes) {}

    synchronized @Nullable StoredCard get(String orderId) {
        Entry entry = entries.get(orderId);
        return entry == null ? null : entry.card();
    }

    /**
     * Remembers a card and forgets the least recently used ones where there is no room.
     *
     * @param jsonBytes the size of its document
     */
    synchronized void put(StoredCard card, int jsonBytes) {
        Entry entry = new Entry(card, OVERHEAD_BYTES + BYTES_PER_JSON_BYTE * jsonBytes);
        remove(card.card().orderId());
        entries.put(card.card().orderId(), entry);
        bytes += entry.bytes();
        Iterator<Entry> eldest = entries.values().iterator();
        while (bytes > maxBytes) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
    }

    synchronized void remove(String orderId) {
        Entry removed = entries.remove(orderId);
        if (removed != null) {
            bytes -= removed.bytes();
        }
    }

    synchronized void clear() {
        entries.clear();
        bytes = 0;
    }
}
