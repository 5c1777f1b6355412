package org.fulfillmentconnect.source.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests that tell contents apart. */
public final class Sha256 {
    private static final int SHORT_BYTES = 8;

    private Sha256() {}

    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The first 64 bits, in lower-case hex; the digest starts afresh. */
    public static String shortHex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest(), 0, SHORT_BYTES);
    }

    /** The first 64 bits of the digest of a text, in lower-case hex. */
    public static String shortHex(String text) {
        MessageDigest digest = newDigest();
        update(digest, text);
        return shortHex(digest);
    }
}
