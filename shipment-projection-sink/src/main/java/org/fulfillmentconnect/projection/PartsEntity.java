package org.fulfillmentconnect.projection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.apache.http.entity.AbstractHttpEntity;
import org.apache.http.entity.ContentType;
import org.apache.http.nio.ContentEncoder;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.entity.HttpAsyncContentProducer;
import org.jspecify.annotations.Nullable;

/**
 * A request body that is sent part by part, never put together: arrays of megabytes are what makes a garbage collector
 * with regions mark the whole heap over and over.
 */
final class PartsEntity extends AbstractHttpEntity implements HttpAsyncContentProducer {
    private static final ContentType NDJSON = ContentType.create("application/x-ndjson");

    private final List<byte[]> parts;
    private final long length;
    private int next;
    private @Nullable ByteBuffer sending;

    PartsEntity(List<byte[]> parts, long length) {
        this.parts = parts;
        this.length = length;
        setContentType(NDJSON.toString());
    }

    @Override
    public void produceContent(ContentEncoder encoder, IOControl control) throws IOException {
        while (true) {
            ByteBuffer part = sending;
            if (part == null || !part.hasRemaining()) {
                if (next == parts.size()) {
                    encoder.complete();
                    return;
                }
                part = ByteBuffer.wrap(parts.get(next++));
                sending = part;
            }
            if (encoder.write(part) == 0 && part.hasRemaining()) {
                // The socket takes no more for now.
                return;
            }
        }
    }

    /** Ready to be sent again: to another node. */
    @Override
    public void close() {
        next = 0;
        sending = null;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public long getContentLength() {
        return length;
    }

    @Override
    public InputStream getContent() {
        return new SequenceInputStream(Collections.enumeration(
                parts.stream().map(ByteArrayInputStream::new).toList()));
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        for (byte[] part : parts) {
            out.write(part);
        }
    }
}
