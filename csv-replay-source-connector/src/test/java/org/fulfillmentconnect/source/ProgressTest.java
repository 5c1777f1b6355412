package org.fulfillmentconnect.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final SourceRecord RECORD = new SourceRecord(Map.of(), Map.of(), "topic", null, null);

    private static Progress progress(long position, long length) {
        return new Progress("olist", new TaskAssignment(1, List.of(1, 3)), 17, position, length, 0);
    }

    private static Replay.Batch batch(int events, int rejects, long leftOut, boolean ended) {
        return new Replay.Batch(Collections.nCopies(events + rejects, RECORD), rejects, leftOut, ended, 0, 5);
    }

    private static Replay.Batch events(int events) {
        return batch(events, 0, 0, false);
    }

    private static final Replay.Batch END = batch(0, 0, 0, true);

    @Test
    void tellsAtMostOncePerTenth() {
        Progress progress = progress(0, 1000);

        assertThat(progress.handOver(events(99), SECOND)).isEmpty();
        assertThat(progress.handOver(events(1), 2 * SECOND)).contains("Replay of olist: task 1 at 100 of 1000 events");
        assertThat(progress.handOver(events(99), 9 * SECOND)).isEmpty();
        assertThat(progress.handOver(events(801), 10 * SECOND))
                .contains("Replay of olist: task 1 at 1000 of 1000 events");
    }

    @Test
    void tellsAtMostOncePerSecond() {
        Progress progress = progress(0, 1000);

        assertThat(progress.handOver(events(100), 0)).isPresent();
        assertThat(progress.handOver(events(100), SECOND - 1)).isEmpty();
        assertThat(progress.handOver(events(100), SECOND)).contains("Replay of olist: task 1 at 300 of 1000 events");
    }

    @Test
    void countsFromWhereTheReplayGoesOn() {
        Progress progress = progress(950, 1000);

        assertThat(progress.handOver(events(49), SECOND)).isEmpty();
        assertThat(progress.handOver(events(1), 2 * SECOND)).contains("Replay of olist: task 1 at 1000 of 1000 events");
    }

    @Test
    void completesOnceWhenAllIsHandedOverAndAcknowledged() {
        Progress progress = progress(10, 18);
        progress.handOver(batch(3, 1, 5, false), 0);

        assertThat(progress.eventDone(true)).isEmpty();
        assertThat(progress.eventDone(false)).isEmpty();
        assertThat(progress.handOver(END, 0)).isEmpty();
        assertThat(progress.eventDone(true)).isEmpty();
        assertThat(progress.rejectDone())
                .contains("Replay of olist complete: task 1 handed over 3 events of shards [1, 3]; 2 written, 1 dropped"
                        + " by transforms, 5 outside the window, 10 done before; 1 rejects");
        assertThat(progress.handOver(END, 0)).isEmpty();
    }

    @Test
    void completesAtOnceWhenThereIsNothingLeft() {
        assertThat(progress(0, 0).handOver(END, 0))
                .contains("Replay of olist complete: task 1 handed over 0 events of shards [1, 3]; 0 written, 0 dropped"
                        + " by transforms, 0 outside the window, 0 done before; 0 rejects");
    }

    @Test
    void saysWhenTheCountsDoNotAddUp() {
        assertThat(progress(0, 7).handOver(END, 0))
                .contains(
                        "Replay of olist has ended, but its counts do not add up to its 7 events: task 1 handed over 0"
                                + " events of shards [1, 3]; 0 written, 0 dropped by transforms, 0 outside the window, 0 done"
                                + " before; 0 rejects");
    }

    @Test
    void givesItsCountsToTheMetrics() {
        Progress progress = progress(10, 20);
        progress.handOver(batch(2, 1, 3, false), 0);
        progress.eventDone(true);

        assertThat(progress.rows()).isEqualTo(17);
        assertThat(progress.written()).isEqualTo(1);
        assertThat(progress.rejects()).isEqualTo(1);
        assertThat(progress.ratio()).isEqualTo(0.75);
        assertThat(progress.lagMillis()).isEqualTo(5);
        assertThat(progress(0, 0).ratio()).isEqualTo(1);
    }
}
