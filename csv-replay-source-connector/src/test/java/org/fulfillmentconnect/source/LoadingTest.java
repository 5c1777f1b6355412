package org.fulfillmentconnect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.fulfillmentconnect.source.snapshot.Snapshot;
import org.fulfillmentconnect.source.snapshot.Wanted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadingTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private Snapshot snapshot() {
        OlistFiles.generated(folder, 20, 1);
        return ReplayStarts.of(folder.toString(), Clock.systemUTC())
                .read(
                        new CsvReplaySourceConfig(Map.of(
                                "dataset", "d", "csv.dir", folder.toString(), "time.zone", "UTC", "shards", "1")),
                        Wanted.shards(1, List.of(0), true, true));
    }

    private static void awaitEnd(String thread) {
        await().atMost(TIMEOUT)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(other -> other.getName().equals(thread)));
    }

    @Test
    void givesWhatWasReadAsOftenAsItIsAskedFor() throws Exception {
        Snapshot snapshot = snapshot();
        Loading loading = Loading.start("loading-read", () -> snapshot);

        assertThat(loading.await(10_000)).isSameAs(snapshot);
        assertThat(loading.await(0)).isSameAs(snapshot);
        loading.stop();
    }

    @Test
    void saysThatItTakesLonger() throws InterruptedException {
        Loading loading = Loading.start("loading-long", () -> {
            new CountDownLatch(1).await();
            throw new AssertionError("nobody counts down");
        });

        assertThat(loading.await(1)).isNull();
        loading.stop();
    }

    @Test
    void stoppingInterruptsTheReadingAndEndsItsThread() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        AtomicReference<Throwable> ended = new AtomicReference<>();
        Loading loading = Loading.start("loading-stopped", () -> {
            began.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ended.set(e);
            }
            throw new IOException("ended");
        });
        began.await();

        loading.stop();

        awaitEnd("loading-stopped");
        assertThat(ended).hasValueMatching(InterruptedException.class::isInstance);
    }

    @Test
    void whatIsReadThoughItWasStoppedIsClosed() throws Exception {
        Snapshot snapshot = snapshot();
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Loading loading = Loading.start("loading-late", () -> {
            began.countDown();
            boolean waiting = true;
            while (waiting) {
                try {
                    goOn.await();
                    waiting = false;
                } catch (InterruptedException e) {
                    // As a computation does, which looks for no interrupt.
                }
            }
            return snapshot;
        });
        began.await();
        loading.stop();
        goOn.countDown();

        awaitEnd("loading-late");
        assertThat(snapshot.records().next()).as("has records").isFalse();
    }

    @Test
    void stoppingClosesWhatWasRead() throws Exception {
        Snapshot snapshot = snapshot();
        Loading loading = Loading.start("loading-done", () -> snapshot);
        assertThat(loading.await(10_000)).isNotNull();

        loading.stop();
        loading.stop();

        assertThat(snapshot.records().next()).as("has records").isFalse();
    }

    @Test
    void aFailureComesOutWhereItIsAwaited() {
        IOException cause = new IOException("orders.csv: no");
        Loading loading = Loading.start("loading-failed", () -> {
            throw cause;
        });

        assertThatThrownBy(() -> loading.await(10_000))
                .isInstanceOf(ConnectException.class)
                .hasMessage("The data cannot be read: java.io.IOException: orders.csv: no")
                .hasCause(cause);
    }

    @Test
    void whatIsWrongWithASettingComesOutAsItIs() {
        ConfigException wrong = new ConfigException("csv.dir", "d", "is missing");
        Loading loading = Loading.start("loading-wrong", () -> {
            throw wrong;
        });

        assertThatThrownBy(() -> loading.await(10_000)).isSameAs(wrong);
    }
}
