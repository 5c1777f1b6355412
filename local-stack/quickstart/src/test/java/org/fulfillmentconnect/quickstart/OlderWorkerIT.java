package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The pack on the oldest worker that it promises to run on. */
class OlderWorkerIT {
    @Test
    void runsOnAWorkerOf37() throws Exception {
        try (PipelineFixture fixture = PipelineFixture.start(Optional.of("3.7.2"))) {
            fixture.runShippedPipeline();

            assertThat(Digests.of(fixture.projection, fixture.kpis("public"))).isEqualTo(PipelineIT.sampleDigests());
            RefusedDocuments.areDeadLettersAsTheyWereInTheLog(fixture);
        }
    }
}
