package org.fulfillmentconnect.bench;

/**
 * One run of the projection through the whole log.
 *
 * @param writes of documents that the node carried out in that time
 */
record ProjectionLoad(SinkLoad sink, ProjectedIndices.Counts writes) {
    double seconds() {
        return sink.seconds();
    }
}
