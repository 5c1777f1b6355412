package org.fulfillmentconnect.model;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The body of an event as text that depends on its content alone: keys sorted, absent facts left out. */
final class CanonicalBody {
    private static final HexFormat HEX = HexFormat.of();
    private static final int HASH_BYTES = 8;

    private CanonicalBody() {}

    /** The first 64 bits of the SHA-256 of the canonical body, in lower-case hex. */
    static String hash(FulfillmentEvent event) {
        Body body = new Body();
        EventCodec.write(event, body);
        StringBuilder text = new StringBuilder(1024);
        body.appendTo(text);
        byte[] digest = EventId.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
        return HEX.formatHex(digest, 0, HASH_BYTES);
    }

    /** The fields of one object, sorted by name. */
    private static final class Body implements FieldWriter {
        private final TreeMap<String, Object> fields = new TreeMap<>();

        @Override
        public void put(String name, @Nullable Object value) {
            if (value != null) {
                fields.put(name, value);
            }
        }

        @Override
        public FieldWriter nestedWarehouse() {
            return new Body();
        }

        @Override
        public Object value() {
            return this;
        }

        void appendTo(StringBuilder text) {
            text.append('{');
            fields.forEach((name, value) -> {
                append(text, name);
                append(text, value);
            });
            text.append('}');
        }

        private static void append(StringBuilder text, Object value) {
            if (value instanceof Body body) {
                body.appendTo(text);
            } else if (value instanceof List<?> list) {
                text.append('[');
                list.forEach(item -> append(text, item));
                text.append(']');
            } else {
                // The length in front keeps neighbouring values apart without any escaping.
                String plain = value instanceof Instant time ? Long.toString(time.toEpochMilli()) : value.toString();
                text.append(plain.length()).append(':').append(plain);
            }
        }
    }
}
