package org.fulfillmentconnect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.source.SourceRecord;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.EventType;
import org.fulfillmentconnect.model.Facts;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.fulfillmentconnect.model.SlaPolicy;
import org.junit.jupiter.api.Test;

/** The counts of the real data set, from the folder in OLIST_DIR. */
class OlistAnchorsTest {
    @Test
    void theOlistSetHasTheEventsThatTheContractCounts() throws InterruptedException {
        String folder = System.getenv("OLIST_DIR");
        assumeTrue(folder != null, "OLIST_DIR is not set: the counts of the real data set are not checked");
        Map<String, String> settings = new HashMap<>(Map.of(
                "dataset", "olist",
                "csv.dir", folder,
                "time.zone", "America/Sao_Paulo"));
        settings = TaskAssignment.deal(16, 1).get(0).addTo(settings);

        CsvReplaySourceTask task = new CsvReplaySourceTask(ReplayStarts.of(folder, Clock.systemUTC()));
        task.initialize(new StubTaskContext(Map.of()));
        long began = System.nanoTime();
        task.start(settings);
        long loaded = System.nanoTime();
        Map<EventType, Integer> counts = new TreeMap<>();
        int late = 0;
        int rejects = 0;
        long polling = 0;
        for (long from = System.nanoTime(); ; from = System.nanoTime()) {
            var batch = Polls.next(task);
            if (batch.isEmpty()) {
                break;
            }
            polling += System.nanoTime() - from;
            for (SourceRecord record : batch) {
                if (!record.topic().equals("fulfillment-events")) {
                    rejects++;
                    continue;
                }
                FulfillmentEvent event = EventCodec.read(record.value());
                counts.merge(event.type(), 1, Integer::sum);
                if (event.facts() instanceof Facts.DeliveryDue due
                        && new SlaPolicy(Duration.ZERO)
                                .isLate(event.eventAt(), due.deliveredAt(), event.observedUntil())) {
                    late++;
                }
            }
        }
        int events = counts.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf(
                "Olist: read in %.2f s, %d events polled in %.2f s: %.0f events/s; %s%n",
                (loaded - began) / 1e9, events, polling / 1e9, events / (polling / 1e9), counts);

        counts.remove(EventType.DELIVERY_DUE);
        assertThat(counts)
                .isEqualTo(Map.of(
                        EventType.ORDER_PLACED, 99_441,
                        EventType.ORDER_APPROVED, 99_281,
                        EventType.WAREHOUSE_ASSIGNED, 98_666,
                        EventType.HANDED_TO_CARRIER, 97_658,
                        EventType.DELIVERED, 96_476,
                        EventType.ORDER_CANCELLED, 1_234));
        assertThat(late).isEqualTo(8_272);
        assertThat(rejects).isZero();
    }
}
