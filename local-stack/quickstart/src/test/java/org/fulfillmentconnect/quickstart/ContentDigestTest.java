package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentDigestTest {
    @Test
    void tellsApartWhatWouldReadAlikeWithoutBoundaries() {
        assertThat(digest("ab", "c")).isNotEqualTo(digest("a", "bc"));
    }

    @Test
    void dependsOnTheOrderOfEntries() {
        assertThat(digest("a", "b")).isNotEqualTo(digest("b", "a"));
    }

    private static String digest(String... parts) {
        ContentDigest digest = new ContentDigest();
        digest.add(parts);
        return digest.hex();
    }
}
