package org.fulfillmentconnect.quickstart;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/** The queries on the full Olist set, from the folder in OLIST_DIR, over cards in four shards. */
class OlistOpsQueriesIT extends OpsQueriesAnswers {
    private @Nullable PipelineFixture fixture;

    @Override
    Searched searched() throws Exception {
        String folder = System.getenv("OLIST_DIR");
        assumeTrue(folder != null, "OLIST_DIR is not set: the queries are not asked of the real data set");
        Path data = Path.of(folder);
        PipelineFixture started = PipelineFixture.startOn(data);
        fixture = started;
        started.rest.putConfig(Project.PROJECTION, started.variant(Project.PROJECTION, Map.of("index.shards", "4")));
        started.replay(Project.SOURCE, started.project.connector(Project.SOURCE));
        started.awaitDrained(Project.PROJECTION, "fulfillment-events");
        return new Searched(started.projection, SnapshotOrder.read(data), 20);
    }

    @AfterAll
    void stop() {
        if (fixture != null) {
            fixture.close();
        }
    }
}
