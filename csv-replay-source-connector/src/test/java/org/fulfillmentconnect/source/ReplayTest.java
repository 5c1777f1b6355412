package org.fulfillmentconnect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.fulfillmentconnect.source.snapshot.Snapshot;
import org.fulfillmentconnect.source.snapshot.Wanted;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @TempDir
    Path folder;

    private final List<Snapshot> snapshots = new ArrayList<>();
    private long nanoTime;
    private long nanosPerLook;
    private int looksUntilItBreaks;

    @AfterEach
    void close() throws IOException {
        for (Snapshot snapshot : snapshots) {
            snapshot.close();
        }
    }

    /** Four orders, a minute apart, and a reject. */
    private void orders() {
        OlistFiles.in(folder)
                .orders(
                        "o1,,shipped,2017-06-01 10:00:00,,,,",
                        "o2,,shipped,never,,,,",
                        "o3,,shipped,2017-06-01 10:01:00,,,,",
                        "o4,,shipped,2017-06-01 10:02:00,,,,",
                        "o5,,shipped,2017-06-01 10:03:00,,,,");
    }

    private static @Nullable Instant instant(@Nullable String time) {
        return time == null ? null : Instant.parse("2017-06-01T" + time + "Z");
    }

    private static ReplayWindow window(@Nullable String from, @Nullable String to) {
        return new ReplayWindow(instant(from), instant(to));
    }

    private Replay replay(ReplayWindow window, double speed, long done, long rejectsDone) {
        CsvReplaySourceConfig config = new CsvReplaySourceConfig(
                new HashMap<>(Map.of("dataset", "d", "csv.dir", folder.toString(), "time.zone", "UTC", "shards", "1")));
        Snapshot snapshot = ReplayStarts.of(folder.toString(), Clock.systemUTC())
                .read(config, Wanted.shards(1, List.of(0), true, true));
        snapshots.add(snapshot);
        SourceRecords records =
                new SourceRecords(config, new TaskAssignment(0, List.of(0)), snapshot, Clock.systemUTC());
        return new Replay(
                snapshot, records, window, new ReplayClock(speed), this::look, new long[] {done}, rejectsDone);
    }

    private long look() {
        if (--looksUntilItBreaks == 0) {
            throw new StackOverflowError();
        }
        nanoTime += nanosPerLook;
        return nanoTime;
    }

    private Replay replay(double speed) {
        return replay(window(null, null), speed, 0, Long.MAX_VALUE);
    }

    private static List<String> texts(Replay.Batch batch) {
        return batch.records().stream().map(ReplayTest::text).toList();
    }

    /** Its key, and the position after it. */
    private static String text(SourceRecord record) {
        return record.key() + "@" + record.sourceOffset().get("position");
    }

    @Test
    void handsOverTheRejectsAndThenTheEvents() throws IOException {
        OlistFiles.in(folder)
                .orders("o1,,shipped,2017-06-01 10:00:00,,,,", "o2,,shipped,never,,,,")
                .items("o1,s1,never,1.00,1.00");
        Replay replay = replay(window(null, null), 0, 0, 0);

        Replay.Batch first = replay.next(4);
        assertThat(texts(first))
                .containsExactly(
                        "olist_orders_dataset.csv:2@1",
                        "olist_orders_dataset.csv:3@2",
                        "olist_order_items_dataset.csv:2@3",
                        "o1@1");
        assertThat(first.rejects()).isEqualTo(3);
        assertThat(first.events()).isEqualTo(1);
        assertThat(first.ended()).isFalse();
        assertThat(replay.next(4).ended()).isTrue();
    }

    @Test
    void aBatchHoldsNoMoreThanItMayThoughAllAreRejects() throws IOException {
        OlistFiles.in(folder).orders("o1,,shipped,never,,,,", "o2,,shipped,never,,,,", "o3,,shipped,never,,,,");
        Replay replay = replay(window(null, null), 0, 0, 0);

        Replay.Batch first = replay.next(2);

        assertThat(first.rejects()).isEqualTo(2);
        assertThat(first.ended()).isFalse();
        Replay.Batch second = replay.next(2);
        assertThat(texts(second)).containsExactly("olist_orders_dataset.csv:4@3");
        assertThat(second.ended()).isTrue();
    }

    @Test
    void goesOnAfterTheRejectsAndEventsThatAreDone() throws IOException {
        OlistFiles.in(folder)
                .orders(
                        "o1,,shipped,never,,,,",
                        "o2,,shipped,never,,,,",
                        "o3,,shipped,2017-06-01 10:00:00,,,,",
                        "o4,,shipped,2017-06-01 10:01:00,,,,");

        Replay.Batch batch = replay(window(null, null), 0, 1, 1).next(10);

        assertThat(texts(batch))
                .contains("olist_orders_dataset.csv:3@2", "o4@2")
                .doesNotContain("o3@1");
        assertThat(batch.leftOut()).isZero();
        assertThat(batch.ended()).isTrue();
    }

    @Test
    void anotherTasksRejectsAreNotRead() throws IOException {
        orders();

        assertThat(replay(0).next(10).rejects()).isZero();
    }

    @Test
    void leavesOutWhatLiesOutsideTheWindowButCountsItsPositions() throws IOException {
        orders();

        Replay.Batch batch =
                replay(window("10:01:00", "10:03:00"), 0, 0, Long.MAX_VALUE).next(10);

        assertThat(texts(batch)).containsExactly("o3@2", "o4@3");
        assertThat(batch.leftOut()).isEqualTo(2);
        assertThat(batch.ended()).isTrue();
    }

    @Test
    void aWindowMayBeOpenOnEitherSide() throws IOException {
        orders();

        assertThat(texts(replay(window("10:02:00", null), 0, 0, Long.MAX_VALUE).next(10)))
                .containsExactly("o4@3", "o5@4");
        assertThat(texts(replay(window(null, "10:01:00"), 0, 0, Long.MAX_VALUE).next(10)))
                .containsExactly("o1@1");
    }

    @Test
    void whatIsDoneIsNotCountedAsLeftOut() throws IOException {
        orders();

        Replay.Batch batch =
                replay(window("10:02:00", null), 0, 1, Long.MAX_VALUE).next(10);

        assertThat(texts(batch)).containsExactly("o4@3", "o5@4");
        assertThat(batch.leftOut()).isEqualTo(1);
    }

    @Test
    void holdsBackAnEventUntilItsTimeComes() throws IOException {
        orders();
        Replay replay = replay(120);

        Replay.Batch first = replay.next(10);
        assertThat(texts(first)).containsExactly("o1@1");
        assertThat(first.waitMillis()).isEqualTo(500);
        assertThat(first.ended()).isFalse();

        nanoTime += SECOND / 2 - 2_000_000;
        Replay.Batch early = replay.next(10);
        assertThat(early.records()).isEmpty();
        assertThat(early.waitMillis()).isEqualTo(2);

        nanoTime += 2_000_000;
        assertThat(texts(replay.next(10))).containsExactly("o3@2");
    }

    @Test
    void handsOverAtOnceAllWhoseTimeHasComeAndTellsTheLag() throws IOException {
        orders();
        Replay replay = replay(180);
        replay.next(10);

        nanoTime += SECOND;
        Replay.Batch batch = replay.next(2);

        assertThat(texts(batch)).containsExactly("o3@2", "o4@3");
        assertThat(batch.waitMillis()).isZero();
        assertThat(batch.lagMillis()).isEqualTo(60_000);
        assertThat(texts(replay.next(2))).containsExactly("o5@4");
    }

    @Test
    void timeStandsStillWhileNobodyAsks() throws IOException {
        orders();
        Replay replay = replay(60);
        replay.next(10);

        nanoTime += 3600 * SECOND;

        assertThat(texts(replay.next(10))).containsExactly("o3@2");
    }

    @Test
    void timeStartsAtTheFirstEventThatIsHandedOver() throws IOException {
        orders();
        Replay replay = replay(window("10:02:00", null), 60, 1, Long.MAX_VALUE);

        assertThat(texts(replay.next(10))).containsExactly("o4@3");
    }

    @Test
    void passesOverManyInPiecesSoThatTheTaskCanBeStopped() throws IOException {
        OlistFiles.generated(folder, 3000, 1);
        Replay replay = replay(0);
        List<String> all = texts(replay.next(100_000));
        assertThat(all.size()).isGreaterThan(3 * 4096);
        Replay resumed = replay(window(null, null), 0, all.size() - 1, Long.MAX_VALUE);

        // Whenever it looks, too much time has gone by.
        nanosPerLook = SECOND;
        int pieces = 0;
        List<String> rest = new ArrayList<>();
        while (rest.isEmpty()) {
            Replay.Batch batch = resumed.next(10);
            assertThat(batch.waitMillis()).isZero();
            rest.addAll(texts(batch));
            pieces++;
        }

        assertThat(pieces).isEqualTo(all.size() / 4096 + 1);
        assertThat(rest).containsExactly(all.get(all.size() - 1));
    }

    @Test
    void whatFailsAheadComesOutAfterTheBatchesBeforeIt() throws InterruptedException {
        OlistFiles.generated(folder, 3000, 1);
        Replay replay = replay(0);
        // Looked at only once a batch has been made.
        looksUntilItBreaks = 3;
        ReadAhead ahead = ReadAhead.start("ahead", replay, 5000);

        assertThat(ahead.next(10_000)).isNotNull();
        assertThatThrownBy(() -> {
                    while (true) {
                        ahead.next(10_000);
                    }
                })
                .isInstanceOf(ConnectException.class)
                .hasMessage("The next records cannot be made: java.lang.StackOverflowError")
                .hasCauseInstanceOf(StackOverflowError.class);
        ahead.stop();
    }
}
