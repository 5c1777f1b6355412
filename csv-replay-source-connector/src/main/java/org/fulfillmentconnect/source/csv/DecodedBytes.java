package org.fulfillmentconnect.source.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * The text of a file's bytes. Where bytes are no text in the charset stands half a surrogate pair, which no decoder
 * makes of valid bytes: so they differ from a replacement character that the file really holds.
 */
final class DecodedBytes implements Closeable {
    private static final char INVALID = '\uDC00';
    private static final char REPLACEMENT = '\uFFFD';
    private static final int CHUNK = 1 << 16;

    private final InputStream source;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK).limit(0);
    private boolean ended;
    private boolean flushed;
    private boolean endsInvalid;

    DecodedBytes(InputStream source, Charset charset) {
        this.source = source;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /**
     * Reads at least one character.
     *
     * @param length more than 2
     * @return how many were read, -1 at the end
     */
    int read(char[] target, int offset, int length) throws IOException {
        // One is kept free for the mark.
        CharBuffer chars = CharBuffer.wrap(target, offset, length - 1);
        endsInvalid = false;
        while (!flushed) {
            CoderResult result = decoder.decode(bytes, chars, ended);
            if (result.isError()) {
                bytes.position(bytes.position() + result.length());
                target[chars.position()] = INVALID;
                endsInvalid = true;
                return chars.position() - offset + 1;
            }
            if (chars.position() == offset) {
                if (ended) {
                    decoder.flush(chars);
                    flushed = true;
                } else {
                    fill();
                    continue;
                }
            }
            if (chars.position() > offset) {
                return chars.position() - offset;
            }
        }
        return -1;
    }

    private void fill() throws IOException {
        bytes.compact();
        int count = source.read(bytes.array(), bytes.position(), bytes.remaining());
        if (count < 0) {
            ended = true;
        } else {
            bytes.position(bytes.position() + count);
        }
        bytes.flip();
    }

    /** Whether the last character read stands for bytes that are no text. */
    boolean endsInvalid() {
        return endsInvalid;
    }

    /** Whether some of this text stands for bytes that are none. */
    static boolean hasInvalid(String text) {
        return nextInvalid(text, 0) >= 0;
    }

    /** The text with replacement characters where bytes are no text. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder(text);
        for (int i = nextInvalid(text, 0); i >= 0; i = nextInvalid(text, i + 1)) {
            shown.setCharAt(i, REPLACEMENT);
        }
        return shown.toString();
    }

    private static int nextInvalid(String text, int from) {
        int i = text.indexOf(INVALID, from);
        while (i > 0 && Character.isHighSurrogate(text.charAt(i - 1))) {
            i = text.indexOf(INVALID, i + 1);
        }
        return i;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
