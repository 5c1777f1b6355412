package org.fulfillmentconnect.quickstart;

/** The queries on the full Olist set, over cards in four shards. */
class OlistOpsQueriesIT extends OpsQueriesAnswers {
    @Override
    Searched searched() throws Exception {
        PipelineFixture fixture = PipelineFixture.olist();
        return new Searched(fixture.projection, SnapshotOrder.read(PipelineFixture.olistData()), 20);
    }
}
