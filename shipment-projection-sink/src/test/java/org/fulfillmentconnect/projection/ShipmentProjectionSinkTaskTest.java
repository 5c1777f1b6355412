package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShipmentProjectionSinkTaskTest {
    private final TestContext context = new TestContext(new Reports());
    private final ShipmentProjectionSinkTask task = new ShipmentProjectionSinkTask();

    private void start(ScriptedServer server) {
        task.initialize(context);
        task.start(Map.of(
                "name", "projection",
                "connection.url", server.url(),
                "batch.max.bytes", "1024",
                "inflight.max.bytes", "1024"));
        task.open(List.of(TaskRun.PARTITION));
    }

    private static void hang(CountDownLatch over) {
        try {
            assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<?, ?> preCommit(long offset) {
        return task.preCommit(Map.of(TaskRun.PARTITION, new OffsetAndMetadata(offset)));
    }

    @Test
    void pausesTheConsumerWhileTheServerIsAway() throws IOException {
        try (ScriptedServer server = new ScriptedServer(body -> new ScriptedServer.Answer(503, "{}"))) {
            start(server);
            task.put(Orders.records(Orders.steps(1, Orders.BEGIN)));

            assertThat(context.isPaused()).isTrue();
            assertThat(context.timeoutMillis()).isEqualTo(1);
            assertThat(preCommit(5)).isEmpty();
            task.put(List.of());
            assertThat(context.isPaused()).isTrue();
            task.stop();
        }
    }

    @Test
    void looksEverySecondForWhatItsProjectorAsksFor() throws IOException {
        try (ScriptedServer server = new ScriptedServer(body -> new ScriptedServer.Answer(503, "{}"))) {
            start(server);
            task.put(List.of());

            assertThat(context.isPaused()).isFalse();
            assertThat(context.timeoutMillis()).isEqualTo(1_000);
            task.stop();
        }
    }

    @Test
    void stopsWhenTheServerRefusesTheCredentials() throws IOException {
        try (ScriptedServer server = new ScriptedServer(body -> new ScriptedServer.Answer(401, "{}"))) {
            start(server);

            assertThatThrownBy(() -> Awaitility.await().until(() -> {
                        task.put(List.of());
                        return false;
                    }))
                    .isInstanceOf(ConnectException.class)
                    .isNotInstanceOf(RetriableException.class)
                    .hasMessage("Elasticsearch refuses the credentials (401): check connection.username and"
                            + " connection.password, or connection.api.key");
            assertThat(preCommit(0)).isEmpty();
            task.stop();
        }
    }

    @Test
    void bearsForAWhileThatCredentialsAreRefusedThatWereAccepted() throws IOException {
        AtomicBoolean refuses = new AtomicBoolean();
        Function<String, ScriptedServer.Answer> script =
                body -> refuses.get() ? new ScriptedServer.Answer(401, "{}") : new ScriptedServer.Answer(200, uuids(3));
        try (ScriptedServer server = new ScriptedServer(script)) {
            start(server);
            Awaitility.await().until(() -> server.bodies().size() == 10);
            refuses.set(true);
            List<SinkRecord> records =
                    Orders.records(Orders.steps(1, Orders.BEGIN).subList(0, 1));

            Awaitility.await().until(() -> {
                task.put(records);
                return server.bodies().size() > 12;
            });
            task.stop();
        }
    }

    @Test
    void waitsBeforeItSetsUpOnceMoreWhatIsStillNotThere() throws IOException {
        AtomicBoolean missing = new AtomicBoolean();
        Function<String, ScriptedServer.Answer> script =
                body -> new ScriptedServer.Answer(200, uuids(missing.get() ? 2 : 3));
        try (ScriptedServer server = new ScriptedServer(script)) {
            task.initialize(context);
            task.start(Map.of(
                    "name", "projection",
                    "connection.url", server.url(),
                    "index.missing", "rebuild",
                    "linger.ms", "1",
                    // Drawn from an hour: the next attempt does not come while the test looks.
                    "retry.backoff.ms", "3600000",
                    "retry.backoff.max.ms", "3600000"));
            task.open(List.of(TaskRun.PARTITION));
            // Three templates, three aliases, three mappings, and what is behind them.
            Awaitility.await().until(() -> server.bodies().size() == 10);
            missing.set(true);
            task.put(Orders.records(Orders.steps(1, Orders.BEGIN)));

            // That something is missing, twice and with the state of the cluster, and the same once more to create it.
            Awaitility.await()
                    .during(Duration.ofMillis(500))
                    .until(() -> server.bodies().size() == 23);
            task.stop();
        }
    }

    @Test
    void goesOnWithARebuildThatWasRefusedForAWhile() throws IOException {
        AtomicInteger status = new AtomicInteger(200);
        AtomicInteger indices = new AtomicInteger(3);
        Function<String, ScriptedServer.Answer> script = body -> new ScriptedServer.Answer(
                status.get(), body.contains("\"ids\"") ? "{\"docs\":[{\"found\":false}]}" : uuids(indices.get()));
        try (ScriptedServer server = new ScriptedServer(script)) {
            task.initialize(context);
            task.start(Map.of(
                    "name", "projection",
                    "connection.url", server.url(),
                    "index.missing", "rebuild",
                    "linger.ms", "1",
                    "retry.backoff.ms", "10",
                    "retry.backoff.max.ms", "10"));
            task.open(List.of(TaskRun.PARTITION));
            Awaitility.await().until(() -> server.bodies().size() == 10);
            indices.set(2);
            task.put(List.of(Orders.record(5, Orders.steps(1, Orders.BEGIN).get(0))));
            // It is found missing, and set up in vain.
            Awaitility.await().until(() -> server.bodies().size() >= 23);
            status.set(401);
            int refused = server.bodies().size() + 1;
            Awaitility.await().until(() -> server.bodies().size() > refused);
            indices.set(3);
            status.set(200);

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                task.put(List.of());
                return context.takeSought().equals(Map.of(TaskRun.PARTITION, 0L));
            });
            task.stop();
        }
    }

    /** What the server says of the indices behind the write aliases. */
    private static String uuids(int indices) {
        return IntStream.range(0, indices)
                .mapToObj(number -> "\"index-" + number + "\":{\"settings\":{\"index\":{\"uuid\":\"" + number + "\"}}}")
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void endsAtOnceWhileTheServerHangs() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(body -> {
            hang(over);
            return new ScriptedServer.Answer(503, "{}");
        })) {
            start(server);
            task.put(Orders.records(Orders.steps(1, Orders.BEGIN)));
            long begin = System.nanoTime();
            task.stop();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
            over.countDown();
        }
    }
}
