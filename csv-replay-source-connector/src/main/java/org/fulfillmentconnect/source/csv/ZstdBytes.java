package org.fulfillmentconnect.source.csv;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;

/** The one class that needs the worker's zstd library: without it other files are read all the same. */
final class ZstdBytes {
    private ZstdBytes() {}

    static InputStream decompressed(InputStream bytes) throws IOException {
        return new ZstdInputStreamNoFinalizer(bytes, RecyclingBufferPool.INSTANCE);
    }
}
