package org.fulfillmentconnect.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KpiMetricsTest {
    private final MetricsRegistry registry = new MetricsRegistry();
    private final Progress progress = new Progress();
    private final Patience patience = new Patience(
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), Clock.systemUTC(), ThreadLocalRandom.current()),
            Clock.systemUTC());

    @Test
    void areAllZeroAtFirst() {
        register(registry);
        assertThat(registry.values())
                .containsOnlyKeys(
                        "dead-letters",
                        "events-ignored",
                        "events-stored",
                        "orders-pruned",
                        "orders-unchanged",
                        "orders-written",
                        "retries",
                        "transaction-ms",
                        "transactions",
                        "transactions-repeated",
                        "waiting-ms",
                        "window-records");
        assertThat(registry.values().values()).containsOnly(0L);
    }

    @Test
    void eachHasADescriptionAndNoTagsOfItsOwn() {
        register(registry);
        assertThat(registry.gauges().keySet()).allSatisfy(name -> {
            assertThat(name.description()).isNotBlank();
            assertThat(name.tags()).isEmpty();
        });
    }

    @Test
    void countWhatTheTaskDoes() {
        register(registry);
        progress.committed(100, 30, new KpiTransaction.Merged(10, 0), 7);
        progress.committed(50, 25, new KpiTransaction.Merged(5, 4), 9);
        progress.repeated();
        progress.reported();
        progress.ignored();
        progress.ignored();
        progress.waiting(77);
        patience.failed(new IllegalStateException("away"));
        Map<String, Object> values = registry.values();
        assertThat(values)
                .containsEntry("events-stored", 150L)
                .containsEntry("orders-written", 15L)
                .containsEntry("orders-unchanged", 36L)
                .containsEntry("orders-pruned", 4L)
                .containsEntry("transactions", 2L)
                .containsEntry("transaction-ms", 9L)
                .containsEntry("transactions-repeated", 1L)
                .containsEntry("dead-letters", 1L)
                .containsEntry("events-ignored", 2L)
                .containsEntry("window-records", 77L)
                .containsEntry("retries", 1L);
    }

    @Test
    void tellForHowLongTheDatabaseHasBeenAway() {
        register(registry);
        patience.failed(new IllegalStateException("away"));
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < Duration.ofMillis(3).toNanos()) {
            Thread.onSpinWait();
        }
        assertThat((Long) registry.values().get("waiting-ms")).isGreaterThanOrEqualTo(2);
        patience.succeeded();
        assertThat(registry.values()).containsEntry("waiting-ms", 0L);
        assertThat(patience.left()).isZero();
    }

    @Test
    void areNotMissedOnAWorkerWithoutThem() {
        register(null);
        KpiMetrics.register(
                context(() -> {
                    throw new NoSuchMethodError("pluginMetrics");
                }),
                progress,
                patience);
        assertThat(registry.values()).isEmpty();
    }

    private void register(@Nullable PluginMetrics metrics) {
        KpiMetrics.register(context(() -> metrics), progress, patience);
    }

    private interface Answer {
        @Nullable
        Object get();
    }

    private static SinkTaskContext context(Answer pluginMetrics) {
        return (SinkTaskContext) Proxy.newProxyInstance(
                KpiMetricsTest.class.getClassLoader(),
                new Class<?>[] {SinkTaskContext.class},
                (proxy, method, arguments) -> pluginMetrics.get());
    }
}
