package org.fulfillmentconnect.bench;

import org.fulfillmentconnect.stack.ElasticsearchServer;

/** What the projection is measured on; all of it stays as it is from round to round. */
record ProjectionStand(
        BenchBroker broker,
        MeasuredWorker worker,
        ElasticsearchServer server,
        ProjectedIndices indices,
        FilledLog log) {}
