package org.fulfillmentconnect.quickstart;

/** The KPIs of the full Olist set. */
class OlistLaneKpisIT extends LaneKpiAnswers {
    @Override
    Asked asked() throws Exception {
        PipelineFixture fixture = PipelineFixture.olist();
        return new Asked(fixture.kpis("public"), SnapshotOrder.read(PipelineFixture.olistData()));
    }
}
