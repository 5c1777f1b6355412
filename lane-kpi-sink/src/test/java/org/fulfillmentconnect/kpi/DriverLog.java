package org.fulfillmentconnect.kpi;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Counts the statements that the driver sends, by what it notes in its own log. */
final class DriverLog extends Handler implements AutoCloseable {
    private static final Logger PROTOCOL = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");

    private final AtomicInteger executions = new AtomicInteger();

    DriverLog() {
        PROTOCOL.setLevel(Level.FINEST);
        PROTOCOL.setUseParentHandlers(false);
        PROTOCOL.addHandler(this);
    }

    /** Since it was opened; the ones that begin transactions too. */
    int executions() {
        return executions.get();
    }

    @Override
    public void publish(LogRecord entry) {
        String message = entry.getMessage();
        if (message.startsWith(" FE=> Execute") || message.startsWith(" FE=> SimpleQuery")) {
            executions.incrementAndGet();
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        PROTOCOL.removeHandler(this);
        PROTOCOL.setUseParentHandlers(true);
        PROTOCOL.setLevel(null);
    }
}
