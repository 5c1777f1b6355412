package org.fulfillmentconnect.source.sort;

import java.io.IOException;

/** The entries of another, for those that change only something of them. */
public abstract class ForwardingEntries implements Entries {
    private final Entries entries;

    /** @param entries which it takes over: they are closed with it */
    protected ForwardingEntries(Entries entries) {
        this.entries = entries;
    }

    @Override
    public boolean next() throws IOException {
        return entries.next();
    }

    @Override
    public final byte[] array() {
        return entries.array();
    }

    @Override
    public final int keyStart() {
        return entries.keyStart();
    }

    @Override
    public final int keyEnd() {
        return entries.keyEnd();
    }

    @Override
    public final int valueEnd() {
        return entries.valueEnd();
    }

    @Override
    public void close() throws IOException {
        entries.close();
    }
}
