package org.fulfillmentconnect.quickstart;

/** The queries on the shipped sample, as the shipped pipeline projects it. */
class OpsQueriesIT extends OpsQueriesAnswers {
    @Override
    Searched searched() throws Exception {
        PipelineFixture fixture = PipelineFixture.shared();
        fixture.runShippedPipeline();
        return new Searched(fixture.projection, SnapshotOrder.read(fixture.project.sampleData()), 5);
    }
}
