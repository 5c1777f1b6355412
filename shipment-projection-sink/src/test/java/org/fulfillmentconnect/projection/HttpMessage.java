package org.fulfillmentconnect.projection;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request or an answer of HTTP/1.1, as it goes over the wire.
 *
 * @param head its first line and its header lines, without what tells the length of the body
 * @param body without chunks
 * @param ofHead whether it answers a HEAD request: with a length, but without a body
 */
// Never compared or printed.
@SuppressWarnings("ArrayRecordComponent")
record HttpMessage(List<String> head, byte[] body, boolean ofHead) {
    private static final String CONTENT_LENGTH = "content-length:";
    private static final String CHUNKED = "transfer-encoding: chunked";

    /** The next request; empty where the client closes the connection instead. */
    static Optional<HttpMessage> request(InputStream in) throws IOException {
        return read(in, false);
    }

    static HttpMessage answer(InputStream in, boolean toHead) throws IOException {
        return read(in, toHead).orElseThrow(() -> new EOFException("the server closed the connection"));
    }

    /** An answer of the proxy's own. */
    static HttpMessage answer(int status, String json, boolean toHead) {
        return new HttpMessage(
                List.of("HTTP/1.1 " + status + " made up", "content-type: application/json"),
                json.getBytes(StandardCharsets.UTF_8),
                toHead);
    }

    HttpMessage withBody(byte[] newBody) {
        return new HttpMessage(head, newBody, ofHead);
    }

    boolean isHead() {
        return head.get(0).startsWith("HEAD ");
    }

    boolean isBulk() {
        return head.get(0).contains("/_bulk?");
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String lines = String.join("\r\n", head) + "\r\n" + CONTENT_LENGTH + " " + body.length + "\r\n\r\n";
        bytes.writeBytes(lines.getBytes(StandardCharsets.ISO_8859_1));
        if (!ofHead) {
            bytes.writeBytes(body);
        }
        return bytes.toByteArray();
    }

    private static Optional<HttpMessage> read(InputStream in, boolean withoutBody) throws IOException {
        List<String> head = new ArrayList<>();
        int length = 0;
        boolean chunked = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith(CONTENT_LENGTH)) {
                length = Integer.parseInt(
                        lower.substring(CONTENT_LENGTH.length()).strip());
            } else if (lower.equals(CHUNKED)) {
                chunked = true;
            } else {
                head.add(line);
            }
        }
        if (head.isEmpty()) {
            return Optional.empty();
        }
        byte[] body = withoutBody ? new byte[0] : chunked ? chunks(in) : exactly(in, length);
        return Optional.of(new HttpMessage(List.copyOf(head), body, withoutBody));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            byte[] chunk = exactly(in, Integer.parseInt(line(in).strip(), 16));
            String end = line(in);
            if (!end.isEmpty()) {
                throw new IOException("expected the end of a chunk but found " + end);
            }
            if (chunk.length == 0) {
                return body.toByteArray();
            }
            body.writeBytes(chunk);
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("expected " + length + " bytes but found " + bytes.length);
        }
        return bytes;
    }

    /** Without its end; empty also at the end of the stream. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
            if (read != '\r') {
                line.write(read);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
