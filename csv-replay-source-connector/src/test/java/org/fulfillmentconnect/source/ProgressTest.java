package org.fulfillmentconnect.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static Progress progress(long position, long length) {
        return new Progress("olist", new TaskAssignment(1, List.of(1, 3)), position, length, 0);
    }

    @Test
    void tellsAtMostOncePerTenth() {
        Progress progress = progress(0, 1000);

        assertThat(progress.handOver(99, 0, SECOND)).isEmpty();
        assertThat(progress.handOver(1, 0, 2 * SECOND)).contains("Replay of olist: task 1 at 100 of 1000 events");
        assertThat(progress.handOver(99, 0, 9 * SECOND)).isEmpty();
        assertThat(progress.handOver(801, 0, 10 * SECOND)).contains("Replay of olist: task 1 at 1000 of 1000 events");
    }

    @Test
    void tellsAtMostOncePerSecond() {
        Progress progress = progress(0, 1000);

        assertThat(progress.handOver(100, 0, 0)).isPresent();
        assertThat(progress.handOver(100, 0, SECOND - 1)).isEmpty();
        assertThat(progress.handOver(100, 0, SECOND)).contains("Replay of olist: task 1 at 300 of 1000 events");
    }

    @Test
    void countsFromWhereTheReplayGoesOn() {
        Progress progress = progress(950, 1000);

        assertThat(progress.handOver(49, 0, SECOND)).isEmpty();
        assertThat(progress.handOver(1, 0, 2 * SECOND)).contains("Replay of olist: task 1 at 1000 of 1000 events");
    }

    @Test
    void completesOnceWhenAllIsHandedOverAndAcknowledged() {
        Progress progress = progress(10, 13);
        progress.handOver(3, 1, 0);

        assertThat(progress.eventDone(true)).isEmpty();
        assertThat(progress.eventDone(false)).isEmpty();
        assertThat(progress.end()).isEmpty();
        assertThat(progress.eventDone(true)).isEmpty();
        assertThat(progress.rejectDone())
                .contains(
                        "Replay of olist complete: task 1 handed over 3 events of shards [1, 3]; 2 written, 1 dropped by"
                                + " transforms");
        assertThat(progress.end()).isEmpty();
    }

    @Test
    void completesAtOnceWhenThereIsNothingLeft() {
        assertThat(progress(0, 0).end())
                .contains(
                        "Replay of olist complete: task 1 handed over 0 events of shards [1, 3]; 0 written, 0 dropped by"
                                + " transforms");
    }
}
