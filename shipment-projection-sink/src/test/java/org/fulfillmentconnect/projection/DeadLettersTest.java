package org.fulfillmentconnect.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final SinkRecord RECORD = new SinkRecord("log", 3, null, null, null, null, 42);
    private final DataException reason = new DataException("field: required but missing");

    private final List<Thread> reporters = new ArrayList<>();
    private final DeadLetters letters = new DeadLetters((record, why) -> {
        reporters.add(Thread.currentThread());
        return CompletableFuture.completedFuture(null);
    });

    @Test
    void areHandedOverByTheTasksThreadAlone() throws InterruptedException {
        Thread projector = new Thread(() -> letters.found(List.of(RECORD), reason));
        projector.start();
        projector.join();
        assertThat(reporters).isEmpty();

        assertThat(letters.handOver()).isTrue();

        assertThat(reporters).containsExactly(Thread.currentThread());
        assertThat(letters.awaitAll()).isEqualTo(1);
        assertThat(letters.handOver()).isFalse();
    }

    @Test
    void areHandedOverOncePerWindow() throws InterruptedException {
        letters.found(List.of(RECORD, RECORD), reason);
        letters.handOver();
        assertThat(letters.awaitAll()).isEqualTo(1);

        letters.found(List.of(RECORD), reason);
        letters.handOver();
        assertThat(letters.awaitAll()).isEqualTo(1);
    }

    @Test
    void stopTheTaskWhereThereIsNoQueue() {
        assertThatThrownBy(() -> new DeadLetters(null).found(List.of(RECORD), reason))
                .isInstanceOf(ConnectException.class)
                .hasMessage(
                        "topic log, partition 3, offset 42: field: required but missing. The task stops, because the"
                                + " connector has no dead letter queue"
                                + " (errors.tolerance=all with errors.deadletterqueue.topic.name)");
    }
}
