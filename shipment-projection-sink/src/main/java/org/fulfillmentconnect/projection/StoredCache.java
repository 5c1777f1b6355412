package org.fulfillmentconnect.projection;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The documents that were stored or read last, bounded by an estimate of their memory. It only saves reads: that a
 * document is still the one on the server is for the server to say, when it is written.
 */
final class StoredCache<C extends Mergeable<C>> {
    private static final float LOAD_FACTOR = 0.75f;

    /** The objects take about twice the JSON, and this beside. */
    private static final int OVERHEAD_BYTES = 512;

    private static final int BYTES_PER_JSON_BYTE = 2;

    private final long maxBytes;
    private final Map<String, Entry<C>> entries = new LinkedHashMap<>(16, LOAD_FACTOR, true);
    private long bytes;

    StoredCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    private record Entry<C>(Stored<C> document, int bytes) {}

    /** Whether there is room for anything. */
    boolean isOn() {
        return maxBytes > 0;
    }

    synchronized @Nullable Stored<C> get(String id) {
        Entry<C> entry = entries.get(id);
        return entry == null ? null : entry.document();
    }

    /**
     * Remembers a document and forgets the least recently used ones where there is no room.
     *
     * @param jsonBytes the size of its JSON
     */
    synchronized void put(Stored<C> document, int jsonBytes) {
        String id = document.content().id();
        Entry<C> entry = new Entry<>(document, OVERHEAD_BYTES + BYTES_PER_JSON_BYTE * jsonBytes);
        remove(id);
        entries.put(id, entry);
        bytes += entry.bytes();
        Iterator<Entry<C>> eldest = entries.values().iterator();
        while (bytes > maxBytes) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
    }

    synchronized void remove(String id) {
        Entry<C> removed = entries.remove(id);
        if (removed != null) {
            bytes -= removed.bytes();
        }
    }

    synchronized void clear() {
        entries.clear();
        bytes = 0;
    }
}
