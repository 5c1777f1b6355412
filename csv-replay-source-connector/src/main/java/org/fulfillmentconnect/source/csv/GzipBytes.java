package org.fulfillmentconnect.source.csv;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip (RFC 1952) of any number of members. The JDK's own stream takes a damaged start of a later member
 * for the end of the file: the rest would be missing without a word.
 */
final class GzipBytes extends InputStream {
    private static final int MAGIC = 0x8b1f;
    private static final int DEFLATED = 8;
    private static final int HAS_CHECKSUM = 1 << 1;
    private static final int HAS_EXTRA = 1 << 2;
    private static final int HAS_NAME = 1 << 3;
    private static final int HAS_COMMENT = 1 << 4;

    private final InputStream source;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] input = new byte[1 << 15];
    /** What of the input was read and not used yet: from here to {@link #inputEnd}. */
    private int inputStart;

    private int inputEnd;
    private boolean inMember;
    private boolean ended;

    GzipBytes(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            if (!inMember) {
                startMember();
            }
            int count = inflate(target, offset, length);
            if (inflater.finished()) {
                endMember();
            }
            if (count > 0) {
                return count;
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            if (inflater.needsInput()) {
                if (inputStart == inputEnd && !fill()) {
                    throw cutOff();
                }
                inflater.setInput(input, inputStart, inputEnd - inputStart);
            }
            int count = inflater.inflate(target, offset, length);
            inputStart = inputEnd - inflater.getRemaining();
            checksum.update(target, offset, count);
            return count;
        } catch (DataFormatException e) {
            throw new IOException("its compressed data is damaged", e);
        }
    }

    private void startMember() throws IOException {
        if (twoBytes() != MAGIC || nextByte() != DEFLATED) {
            throw new IOException("has bytes that are no gzip");
        }
        int flags = nextByte();
        skip(6);
        if ((flags & HAS_EXTRA) != 0) {
            skip(twoBytes());
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_CHECKSUM) != 0) {
            skip(2);
        }
        inMember = true;
    }

    private void endMember() throws IOException {
        long expected = fourBytes();
        long size = fourBytes();
        if (expected != checksum.getValue() || size != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new IOException("its checksum does not match");
        }
        inflater.reset();
        checksum.reset();
        inMember = false;
        ended = inputStart == inputEnd && !fill();
    }

    private boolean fill() throws IOException {
        inputStart = 0;
        inputEnd = Math.max(0, source.read(input));
        return inputEnd > 0;
    }

    private int nextByte() throws IOException {
        if (inputStart == inputEnd && !fill()) {
            throw cutOff();
        }
        return input[inputStart++] & 0xff;
    }

    private int twoBytes() throws IOException {
        int low = nextByte();
        return nextByte() << 8 | low;
    }

    private long fourBytes() throws IOException {
        long low = twoBytes();
        return (long) twoBytes() << 16 | low;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            nextByte();
        }
    }

    private void skipText() throws IOException {
        while (nextByte() != 0) {}
    }

    private static EOFException cutOff() {
        return new EOFException("ends in the middle of its compressed data");
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        source.close();
    }
}
