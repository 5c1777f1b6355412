package org.fulfillmentconnect.quickstart;

/** The KPIs of the shipped sample, as the shipped pipeline works them out. */
class LaneKpisIT extends LaneKpiAnswers {
    @Override
    Asked asked() throws Exception {
        PipelineFixture fixture = PipelineFixture.shared();
        fixture.runShippedPipeline();
        return new Asked(fixture.kpis("public"), SnapshotOrder.read(fixture.project.sampleData()));
    }
}
