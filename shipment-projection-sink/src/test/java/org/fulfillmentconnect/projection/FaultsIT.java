package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.fulfillmentconnect.stack.ElasticsearchRelease;
import org.fulfillmentconnect.stack.ElasticsearchServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real task against a real server of each major version, over a network that does what networks do. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@ParameterizedClass
@EnumSource
class FaultsIT {
    private static final int READ_TIMEOUT_MILLIS = 300;
    private static final Duration TOO_LATE = Duration.ofMillis(400);
    private static final int EVENTS_PER_WINDOW = 50;
    private static final int RECORDS_PER_POLL = 100;

    @TempDir
    private static Path stack;

    @SuppressWarnings("NullAway.Init")
    private static ElasticsearchServer elasticsearch;

    @SuppressWarnings("NullAway.Init")
    private static Store store;

    /** Each test has indices of its own. */
    private static int tests;

    private final String shipments = "cards-" + ++tests;
    private final String timeline = "events-" + tests;

    @SuppressWarnings("NullAway.Init")
    private FaultyProxy proxy;

    /** JUnit wants the parameter here; the server of the release is started before. */
    FaultsIT(ElasticsearchRelease release) {}

    @BeforeParameterizedClassInvocation
    static void startElasticsearch(ElasticsearchRelease release) {
        assumeTrue(release.javaHome().isPresent(), release::missingJava);
        elasticsearch = ElasticsearchServer.in(stack)
                .name("elasticsearch-" + release.version())
                .release(release)
                .heapMegabytes(512)
                .start();
        store = new Store(elasticsearch.url());
    }

    @AfterParameterizedClassInvocation
    static void stopElasticsearch() {
        elasticsearch.close();
    }

    @AfterEach
    void closeProxy() {
        proxy.close();
    }

    private FaultyProxy proxy(long seed) {
        proxy = new FaultyProxy(elasticsearch.url(), seed, TOO_LATE);
        return proxy;
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        properties.put("name", "projection");
        properties.put("connection.url", proxy.url());
        properties.put("read.timeout.ms", Integer.toString(READ_TIMEOUT_MILLIS));
        properties.put("shipments.index", shipments);
        properties.put("timeline.index", timeline);
        properties.put("index.replicas", "0");
        properties.put("batch.max.events", Integer.toString(EVENTS_PER_WINDOW));
        properties.put("linger.ms", "50");
        properties.put("retry.backoff.ms", "10");
        properties.put("retry.backoff.max.ms", "100");
        return properties;
    }

    /** One task from the first record to the committed last one, and without a dead letter. */
    private void load(List<SinkRecord> records) {
        Reports reports = new Reports();
        try (TaskRun run = new TaskRun(properties(), reports, RECORDS_PER_POLL)) {
            run.deliver(records);
            run.awaitStored();

            assertThat(run.committable()).isEqualTo(records.size());
        }
        assertThat(reports.all()).isEmpty();
    }

    private void assertComplete(List<FulfillmentEvent> events) {
        assertThat(store.sources(shipments, "orderId")).isEqualTo(Contents.cards(events));
        assertThat(store.sources(timeline, "eventId")).isEqualTo(Contents.documents(events));
    }

    @ParameterizedTest
    @EnumSource
    void oneKindOfFaultAlone(Fault fault) {
        List<FulfillmentEvent> events = Orders.inEventTimeOrder(100);
        proxy(1).inject(fault.name().startsWith("ITEM") ? 0.5 : 0.12, fault);

        load(Orders.records(events));

        assertThat(proxy.done(fault)).isPositive();
        assertComplete(events);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aZombieAndItsSuccessorUnderAllFaults(long seed) {
        List<FulfillmentEvent> events = Orders.inEventTimeOrder(200);
        List<SinkRecord> records = Orders.records(events);
        proxy(seed).inject(0.2, Fault.values());

        CompletableFuture<Void> zombie = CompletableFuture.runAsync(() -> load(records));
        load(records);
        zombie.join();

        assertThat(proxy.kindsDone()).isGreaterThan(Fault.values().length / 2);
        assertComplete(events);
    }

    @Test
    void aServerThatIsOverloadedForSecondsIsWaitedForInBoundedMemory() {
        long inflightBytes = 500_000;
        List<FulfillmentEvent> events = Orders.inEventTimeOrder(1_000);
        proxy(1).injectIntoEveryBulk(Fault.STATUS_429);
        Map<String, String> properties = properties();
        properties.put("batch.max.bytes", "200000");
        properties.put("batch.max.events", "500");
        properties.put("inflight.max.bytes", Long.toString(inflightBytes));
        Reports reports = new Reports();
        try (TaskRun run = new TaskRun(properties, reports, RECORDS_PER_POLL)) {
            CompletableFuture<Void> delivery = CompletableFuture.runAsync(() -> run.deliver(Orders.records(events)));
            Awaitility.await().until(() -> run.metric("bytes-in-flight") >= inflightBytes);
            Awaitility.await()
                    .during(Duration.ofSeconds(4))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> !delivery.isDone() && run.metric("bytes-in-flight") < 2 * inflightBytes);
            assertThat(run.wasEverPaused()).isTrue();
            assertThat(proxy.done(Fault.STATUS_429)).isGreaterThan(10);
            assertThat(run.metric("waiting-ms")).isPositive();

            proxy.letPass();
            delivery.join();
            run.awaitStored();

            assertThat(run.metric("waiting-ms")).isZero();
        }
        assertThat(reports.all()).isEmpty();
        assertComplete(events);
    }
}
