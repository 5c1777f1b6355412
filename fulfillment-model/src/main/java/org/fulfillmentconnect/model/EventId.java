package org.fulfillmentconnect.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The deterministic identity of an event: the same fact about the same order has the same id, whoever states it and
 * however often.
 */
public final class EventId {
    private static final HexFormat HEX = HexFormat.of();
    private static final int ID_BYTES = 16;

    /** Looking one up and making it costs more than digesting with it, and every event has an id. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(EventId::newDigest);

    private EventId() {}

    /**
     * The first 128 bits, in lower-case hex, of SHA-256 over the UTF-8 bytes of
     * {@code orderId|eventType|eventAt}, with eventAt in ISO-8601 UTC with milliseconds.
     */
    public static String of(String orderId, String eventType, Instant eventAt) {
        StringBuilder text = new StringBuilder(orderId.length() + eventType.length() + 2 + IsoMillis.LENGTH)
                .append(orderId)
                .append('|')
                .append(eventType)
                .append('|');
        IsoMillis.append(text, eventAt);
        return HEX.formatHex(sha256(text.toString().getBytes(StandardCharsets.UTF_8)), 0, ID_BYTES);
    }

    static byte[] sha256(byte[] bytes) {
        // Digesting leaves it as new.
        return SHA_256.get().digest(bytes);
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
