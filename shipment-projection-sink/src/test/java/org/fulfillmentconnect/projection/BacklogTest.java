package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.fulfillmentconnect.model.FulfillmentEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class BacklogTest {
    private final OffsetTracker offsets = new OffsetTracker();

    private Backlog backlog(String... settings) {
        Map<String, String> properties = new HashMap<>();
        properties.put("connection.url", "http://localhost:9200");
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(settings[i], settings[i + 1]);
        }
        return new Backlog(offsets, new ShipmentProjectionSinkConfig(properties));
    }

    private static void add(Backlog backlog, long offset, FulfillmentEvent event) {
        SinkRecord record = Orders.record(offset, event);
        backlog.add(record, EventReader.read(record.value()).orElseThrow());
    }

    private static Window take(Backlog backlog) throws InterruptedException {
        return backlog.take(Duration.ofSeconds(10)).orElseThrow();
    }

    private long committable() {
        OffsetAndMetadata offset =
                offsets.committable(List.of(TaskRun.PARTITION)).get(TaskRun.PARTITION);
        return offset == null ? -1 : offset.offset();
    }

    @Test
    void aWindowFoldsPerOrderAcrossDeliveries() throws InterruptedException {
        Backlog backlog = backlog("batch.max.events", "10");
        List<FulfillmentEvent> first = Orders.steps(1, Orders.BEGIN);
        List<FulfillmentEvent> second = Orders.steps(2, Orders.BEGIN);
        for (int step = 0; step < 5; step++) {
            add(backlog, 2L * step, first.get(step));
            add(backlog, 2L * step + 1, second.get(step));
        }

        Window window = take(backlog);

        assertThat(window.events()).isEqualTo(10);
        assertThat(window.timeline()).hasSize(10);
        assertThat(window.cards()).hasSize(2);
        assertThat(window.cards().iterator().next().content())
                .isEqualTo(Orders.card(first.toArray(FulfillmentEvent[]::new)));
    }

    @Test
    void aWindowThatIsNotFullIsTakenWhenItLingeredLongEnough() throws InterruptedException {
        Backlog backlog = backlog("linger.ms", "50");
        add(backlog, 0, Orders.steps(1, Orders.BEGIN).get(0));

        assertThat(take(backlog).events()).isEqualTo(1);
    }

    @Test
    void aWindowEndsWithItsMemory() throws InterruptedException {
        Backlog backlog = backlog("batch.max.bytes", "2500", "linger.ms", "3600000");
        List<FulfillmentEvent> events = Orders.steps(1, Orders.BEGIN);
        for (int step = 0; step < 5; step++) {
            add(backlog, step, events.get(step));
        }

        assertThat(take(backlog).bytes()).isBetween(2_500L, 4_000L);
    }

    @Test
    void thereIsRoomAgainWhenAWindowIsStored() throws InterruptedException {
        Backlog backlog = backlog("batch.max.events", "2", "inflight.max.bytes", "1024");
        add(backlog, 0, Orders.steps(1, Orders.BEGIN).get(0));
        add(backlog, 1, Orders.steps(1, Orders.BEGIN).get(1));

        assertThat(backlog.awaitRoom(Duration.ofMillis(10))).isFalse();

        Window window = take(backlog);
        CompletableFuture<Void> stored = CompletableFuture.runAsync(() -> backlog.completed(window));

        assertThat(backlog.awaitRoom(Duration.ofSeconds(10))).isTrue();
        stored.join();
    }

    @Test
    void whoeverIsToSeekDoesNotWaitForRoom() throws InterruptedException {
        Backlog backlog = backlog("inflight.max.bytes", "1024");
        add(backlog, 0, Orders.steps(1, Orders.BEGIN).get(0));
        add(backlog, 1, Orders.steps(1, Orders.BEGIN).get(1));
        CompletableFuture<Void> seek = CompletableFuture.runAsync(() -> backlog.seek(Map.of(), Map.of()));

        assertThat(backlog.awaitRoom(Duration.ofHours(1))).isFalse();
        seek.join();
    }

    @Test
    void offsetsAreCommittedWindowByWindow() throws InterruptedException {
        offsets.opened(List.of(TaskRun.PARTITION));
        Backlog backlog = backlog("batch.max.events", "2");
        List<FulfillmentEvent> events = Orders.steps(1, Orders.BEGIN);
        for (int step = 0; step < 5; step++) {
            add(backlog, step, events.get(step));
        }
        Window first = take(backlog);

        assertThat(committable()).isEqualTo(-1);
        backlog.completed(first);
        assertThat(committable()).isEqualTo(2);
        backlog.completed(take(backlog));
        assertThat(committable()).isEqualTo(4);
        backlog.completed(take(backlog));
        assertThat(committable()).isEqualTo(5);
    }

    @Test
    void aRecordThatSaysNothingWaitsForThoseBeforeIt() throws InterruptedException {
        offsets.opened(List.of(TaskRun.PARTITION));
        Backlog backlog = backlog("linger.ms", "1");
        add(backlog, 0, Orders.steps(1, Orders.BEGIN).get(0));
        backlog.pass(Orders.record(0, 1, "k", Map.of()));

        assertThat(committable()).isEqualTo(-1);
        backlog.completed(take(backlog));
        assertThat(committable()).isEqualTo(2);
    }

    @Test
    void whoeverAddsAfterAFailureIsTold() {
        Backlog backlog = backlog();
        backlog.fail(new IllegalStateException("the disk is gone"));

        assertThatThrownBy(() -> backlog.awaitRoom(Duration.ZERO))
                .isInstanceOf(ConnectException.class)
                .hasMessage("the disk is gone")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void withoutRecordsThereIsNoWindow() throws InterruptedException {
        assertThat(backlog().take(Duration.ofMillis(10))).isEmpty();
    }

    @Test
    void offsetsOfDroppedRecordsGoThroughAWindowToo() throws InterruptedException {
        offsets.opened(List.of(TaskRun.PARTITION));
        Backlog backlog = backlog("linger.ms", "1");
        backlog.pass(Map.of(TaskRun.PARTITION, new OffsetAndMetadata(7)));

        assertThat(committable()).isEqualTo(-1);
        Window window = take(backlog);
        assertThat(window.events()).isZero();
        backlog.completed(window);
        assertThat(committable()).isEqualTo(7);
    }

    @Test
    void whatWasToBeReadAgainIsNotForgottenForMore() {
        offsets.opened(List.of(TaskRun.PARTITION));
        Backlog backlog = backlog();
        add(backlog, 9, Orders.steps(1, Orders.BEGIN).get(0));
        backlog.seek(Map.of(), Map.of(TaskRun.PARTITION, 0L));
        backlog.seek(Map.of(), Map.of(TaskRun.PARTITION, 5L));
        backlog.seek(Map.of(), Map.of());

        assertThat(backlog.takeSeek(List.of())).isEqualTo(Map.of(TaskRun.PARTITION, 0L));
    }

    @Test
    void nothingIsTakenBeforeTheTaskHasSought() throws InterruptedException {
        offsets.opened(List.of(TaskRun.PARTITION));
        Backlog backlog = backlog("linger.ms", "1", "inflight.max.bytes", "1024");
        List<FulfillmentEvent> events = Orders.steps(1, Orders.BEGIN);
        add(backlog, 3, events.get(0));
        backlog.seek(Map.of(), Map.of(TaskRun.PARTITION, 0L));

        assertThat(backlog.take(Duration.ofMillis(20))).isEmpty();
        assertThat(backlog.takeSeek(List.of())).isEqualTo(Map.of(TaskRun.PARTITION, 0L));
        assertThat(backlog.takeSeek(List.of())).isNull();
        assertThat(backlog.awaitRoom(Duration.ZERO)).isTrue();
        assertThat(backlog.take(Duration.ofMillis(20))).isEmpty();
    }
}
