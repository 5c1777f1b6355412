package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a real worker makes of a KPI sink whose database goes and comes back. */
class KpiOutageIT {
    private static final String LOG = "fulfillment-events";
    private static final String GONE = "The database does not take the KPIs";
    private static final String BACK = "The database takes the KPIs again";

    @Test
    void theConsumerIsPausedUntilTheDatabaseIsBackAndNothingIsMissing() throws Exception {
        Map<String, String> expected = PipelineIT.sampleDigests();
        PipelineFixture fixture = PipelineFixture.shared();
        fixture.aggregate(LOG, "outage");
        long before = lines(fixture).size();

        fixture.startOver("kpi-outage", () -> {
            fixture.kpis("outage").execute("CALL outage.empty_lane_kpis()");
            fixture.stack.postgres().stop();
        });
        try {
            await().atMost(PipelineFixture.TIMEOUT).until(() -> said(fixture, before, GONE) == 1);
            // Several attempts are made meanwhile, and the offsets are due.
            await().during(Duration.ofSeconds(5))
                    .atMost(PipelineFixture.TIMEOUT)
                    .until(() -> fixture.rest.status("kpi-outage").toString().contains("RUNNING"));
        } finally {
            fixture.stack.postgres().start();
        }
        fixture.awaitDrained("kpi-outage", LOG);

        assertThat(Digests.of(fixture.projection, fixture.kpis("outage"))).isEqualTo(expected);
        assertThat(said(fixture, before, GONE)).isEqualTo(1);
        assertThat(said(fixture, before, BACK)).isEqualTo(1);
        assertThat(said(fixture, before, "RetriableException")).isZero();
        fixture.rest.delete("kpi-outage");
    }

    private static long said(PipelineFixture fixture, long skip, String text) throws IOException {
        return lines(fixture).stream()
                .skip(skip)
                .filter(line -> line.contains(text))
                .count();
    }

    private static List<String> lines(PipelineFixture fixture) throws IOException {
        return Files.readAllLines(fixture.stack.connect().log());
    }
}
