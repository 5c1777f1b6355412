package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import org.fulfillmentconnect.stack.PostgresServer;

/** What the sinks into PostgreSQL are measured on; all of it stays as it is from round to round. */
record KpiStand(BenchBroker broker, MeasuredWorker worker, PostgresServer server, KpiDatabase database) {
    MeasuredSink sink(FilledLog log, JsonNode config) {
        return new MeasuredSink(broker, worker, server.pid(), log, config);
    }
}
