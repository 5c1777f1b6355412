package org.fulfillmentconnect.source;

import java.io.Closeable;

/**
 * All events of one shard in the order of the log, with a place to read on from. The order is the same whenever and
 * wherever the same data are read. For one thread.
 */
interface ShardSequence extends Closeable {
    int shard();

    /** How many events there are. */
    long length();

    /** How many events lie before the next one. */
    long position();

    /**
     * Reads on from here.
     *
     * @param position 0 to the length
     */
    void seek(long position);

    default boolean hasNext() {
        return position() < length();
    }

    /** When the next event happened, in epoch milliseconds. */
    long nextAt();

    ReplayRecord next();

    @Override
    default void close() {}
}
