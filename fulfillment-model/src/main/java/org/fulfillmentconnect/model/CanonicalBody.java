package org.fulfillmentconnect.model;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The body of an event as text that depends on its content alone: keys sorted, absent facts left out. */
final class CanonicalBody {
    private static final int HASH_BYTES = 8;

    private CanonicalBody() {}

    /** The first 64 bits of the SHA-256 of the canonical body, in lower-case hex. */
    static String hash(FulfillmentEvent event) {
        StringBuilder text = new StringBuilder(512);
        append(text, EventCodec.toMap(event));
        byte[] digest = EventId.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    }

    private static void append(StringBuilder text, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            TreeMap<Object, Object> sorted = new TreeMap<>(map);
            text.append('{');
            sorted.forEach((key, item) -> {
                append(text, key);
                append(text, item);
            });
            text.append('}');
        } else if (value instanceof List<?> list) {
            text.append('[');
            list.forEach(item -> append(text, item));
            text.append(']');
        } else {
            // The length in front keeps neighbouring values apart without any escaping.
            String plain = String.valueOf(value);
            text.append(plain.length()).append(':').append(plain);
        }
    }
}
