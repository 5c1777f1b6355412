package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.junit.jupiter.api.Test;

class ProjectionMetricsTest {
    private final MetricsRegistry registry = new MetricsRegistry();
    private final Progress progress = new Progress();
    private final Backlog backlog = new Backlog(
            new OffsetTracker(), new ShipmentProjectionSinkConfig(Map.of("connection.url", "http://localhost:9200")));
    private final Patience patience = new Patience(new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), bound -> 0));

    private void register() {
        ProjectionMetrics.register(
                new TestContext(null, registry), new ProjectionMetrics.Source(progress, backlog, patience));
    }

    @Test
    void areAllZeroAtFirst() {
        register();

        assertThat(registry.values().keySet())
                .containsExactly(
                        "bytes-in-flight",
                        "cards-conflicts",
                        "cards-unchanged",
                        "cards-written",
                        "dead-letters",
                        "events-ignored",
                        "events-stored",
                        "retries",
                        "timeline-unchanged",
                        "timeline-written",
                        "waiting-ms");
        assertThat(registry.values().values()).containsOnly(0L);
    }

    @Test
    void eachHasADescriptionAndNoTagsOfItsOwn() {
        register();

        assertThat(registry.gauges().keySet()).allSatisfy(name -> {
            assertThat(name.description()).isNotBlank();
            assertThat(name.tags()).isEmpty();
        });
    }

    @Test
    void countWhatTheTaskDoes() throws InterruptedException {
        register();
        progress.stored(100);
        times(2, progress::reported);
        times(3, progress::ignored);
        times(4, progress.cards()::written);
        times(5, progress.cards()::unchanged);
        times(6, progress.cards()::conflict);
        times(7, progress.timeline()::written);
        times(8, progress.timeline()::unchanged);
        backlog.add(
                Orders.record(0, Orders.steps(1, Orders.BEGIN).get(0)),
                EventReader.read(Orders.value(Orders.steps(1, Orders.BEGIN).get(0)))
                        .orElseThrow());
        patience.pause("away");
        patience.pause("away");

        Map<String, Object> values = registry.values();

        assertThat(values)
                .containsEntry("events-stored", 100L)
                .containsEntry("dead-letters", 2L)
                .containsEntry("events-ignored", 3L)
                .containsEntry("cards-written", 4L)
                .containsEntry("cards-unchanged", 5L)
                .containsEntry("cards-conflicts", 6L)
                .containsEntry("timeline-written", 7L)
                .containsEntry("timeline-unchanged", 8L)
                .containsEntry("bytes-in-flight", backlog.bytes())
                .containsEntry("retries", 2L);
        assertThat(backlog.bytes()).isPositive();
    }

    private static void times(int count, Runnable action) {
        for (int i = 0; i < count; i++) {
            action.run();
        }
    }

    @Test
    void tellForHowLongTheServerHasNotTakenEverything() throws InterruptedException {
        register();
        patience.pause("away");
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < Duration.ofMillis(2).toNanos()) {
            Thread.onSpinWait();
        }

        assertThat((Long) registry.values().get("waiting-ms")).isGreaterThanOrEqualTo(2);
        patience.allDone();
        assertThat(registry.values()).containsEntry("waiting-ms", 0L);
    }

    @Test
    void areNotMissedOnAWorkerWithoutThem() {
        ProjectionMetrics.register(new TestContext(null), new ProjectionMetrics.Source(progress, backlog, patience));

        assertThat(registry.values()).isEmpty();
    }

    @Test
    void areNotMissedOnAWorkerWhoseInterfaceLacksThem() {
        TestContext older = new TestContext(null) {
            @Override
            public PluginMetrics pluginMetrics() {
                throw new NoSuchMethodError("pluginMetrics");
            }
        };

        ProjectionMetrics.register(older, new ProjectionMetrics.Source(progress, backlog, patience));

        assertThat(registry.values()).isEmpty();
    }
}
