package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;

import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;

class StoredCacheTest {
    private static final int JSON_BYTES = 1000;

    private static Stored<Card> card(String orderId, long seqNo) {
        return new Stored<>(
                Orders.card(FulfillmentEvent.of(orderId, Orders.BEGIN, Orders.AS_OF, Orders.placed())), seqNo, 1, true);
    }

    @Test
    void forgetsTheLeastRecentlyUsedWhereThereIsNoRoom() {
        StoredCache<Card> cache = new StoredCache<>(2 * (512 + 2 * JSON_BYTES));
        cache.put(card("a", 1), JSON_BYTES);
        cache.put(card("b", 1), JSON_BYTES);
        cache.get("a");
        cache.put(card("c", 1), JSON_BYTES);

        assertThat(cache.get("a")).isNotNull();
        assertThat(cache.get("b")).isNull();
        assertThat(cache.get("c")).isNotNull();
    }

    @Test
    void replacesACard() {
        StoredCache<Card> cache = new StoredCache<>(2 * (512 + 2 * JSON_BYTES));
        for (int seqNo = 1; seqNo <= 5; seqNo++) {
            cache.put(card("a", seqNo), JSON_BYTES);
        }
        cache.put(card("b", 1), JSON_BYTES);

        assertThat(cache.get("a")).isEqualTo(card("a", 5));
        assertThat(cache.get("b")).isNotNull();
    }

    @Test
    void keepsNothingWithoutRoom() {
        StoredCache<Card> cache = new StoredCache<>(0);
        cache.put(card("a", 1), JSON_BYTES);

        assertThat(cache.get("a")).isNull();
    }

    @Test
    void forgetsAllWhenCleared() {
        StoredCache<Card> cache = new StoredCache<>(1 << 20);
        cache.put(card("a", 1), JSON_BYTES);
        cache.clear();

        assertThat(cache.get("a")).isNull();
    }
}
