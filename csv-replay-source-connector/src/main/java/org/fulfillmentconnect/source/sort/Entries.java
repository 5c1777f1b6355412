package org.fulfillmentconnect.source.sort;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/**
 * Entries in the order of their keys, bytes compared unsigned; equal keys in no particular order. The arrays are only
 * good until the next call of {@link #next}.
 */
public interface Entries extends Closeable {
    /** Goes to the next entry; false at the end. */
    boolean next() throws IOException;

    byte[] array();

    int keyStart();

    int keyEnd();

    default int valueStart() {
        return keyEnd();
    }

    int valueEnd();

    default int compareKeys(Entries other) {
        return Arrays.compareUnsigned(array(), keyStart(), keyEnd(), other.array(), other.keyStart(), other.keyEnd());
    }

    @Override
    void close() throws IOException;
}
