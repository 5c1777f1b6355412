package org.fulfillmentconnect.source.snapshot;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests that tell contents apart. */
final class Sha256 {
    private static final int SHORT_BYTES = 8;

    private Sha256() {}

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The first 64 bits, in lower-case hex; the digest starts afresh. */
    static String shortHex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest(), 0, SHORT_BYTES);
    }
}
