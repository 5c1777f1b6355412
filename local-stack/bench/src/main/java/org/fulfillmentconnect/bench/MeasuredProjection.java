package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;

/** The projection as one connector, run through a filled log again and again; the node is quiet before each. */
final class MeasuredProjection {
    private final ProjectedIndices indices;
    private final MeasuredSink sink;

    MeasuredProjection(ProjectionStand stand, JsonNode config) {
        this.indices = stand.indices();
        this.sink =
                new MeasuredSink(stand.broker(), stand.worker(), stand.server().pid(), stand.log(), config);
    }

    /** Creates the connector, and waits until it has stored the log in indices that it makes. */
    ProjectionLoad load() throws InterruptedException {
        indices.awaitQuiet();
        ProjectedIndices.Counts before = indices.writes();
        return with(sink.load(), before);
    }

    /** Stops the connector, and has it store the log again from its beginning. */
    ProjectionLoad replay() throws InterruptedException {
        sink.rewind();
        indices.awaitQuiet();
        ProjectedIndices.Counts before = indices.writes();
        return with(sink.replay(), before);
    }

    /** As {@link #replay()}, after the index behind an alias was deleted. */
    ProjectionLoad refill(String alias) throws InterruptedException {
        sink.stop();
        indices.delete(alias);
        return replay();
    }

    /** Ends the tasks and removes the connector. */
    void delete() {
        sink.delete();
    }

    private ProjectionLoad with(SinkLoad load, ProjectedIndices.Counts before) {
        return new ProjectionLoad(load, indices.writes().minus(before));
    }
}
