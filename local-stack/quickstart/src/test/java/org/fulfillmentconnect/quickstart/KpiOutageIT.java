package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
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

    /** The consumer's offset lies behind the end of the last transaction, the table's before it; no record is between. */
    @Test
    void onlyRecordsThatAreMissingAreAWarning() throws Exception {
        PipelineFixture fixture = PipelineFixture.shared();
        fixture.runShippedPipeline();
        List<ConsumerRecord<String, String>> log = new ArrayList<>();
        EventLog.read(fixture.bootstrapServers(), LOG, log::add);
        fixture.createLogTopic("transactions");
        transaction(fixture, log.get(0));
        fixture.aggregate("transactions", "transactions");
        long before = lines(fixture).size();

        goOn(fixture, () -> transaction(fixture, log.get(1)));

        assertThat(said(fixture, before, "Reading from where the tables are known to end"))
                .isEqualTo(1);
        assertThat(said(fixture, before, "The tables held less")).isZero();

        goOn(fixture, () -> {
            fixture.kpis("transactions").execute("CALL transactions.empty_lane_kpis()");
            transaction(fixture, log.get(2));
        });

        assertThat(said(
                        fixture,
                        before,
                        "The tables held less of transactions-0 than lies before the consumer's offset"))
                .isEqualTo(1);
        fixture.rest.delete("kpi-transactions");
    }

    private static void goOn(PipelineFixture fixture, Runnable whileStopped) {
        fixture.rest.stop("kpi-transactions");
        fixture.rest.awaitStopped("kpi-transactions", PipelineFixture.TIMEOUT);
        whileStopped.run();
        fixture.rest.resume("kpi-transactions");
        fixture.awaitDrained("kpi-transactions", "transactions");
    }

    private static void transaction(PipelineFixture fixture, ConsumerRecord<String, String> event) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", fixture.bootstrapServers(), "transactional.id", "transactions"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            Future<?> sent = producer.send(
                    new ProducerRecord<>("transactions", 0, event.timestamp(), event.key(), event.value()));
            producer.commitTransaction();
            assertThat(sent).isDone();
        }
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
