package org.fulfillmentconnect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.fulfillmentconnect.source.csv.CsvRoots;
import org.fulfillmentconnect.source.sort.SpillFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a task hands over, and when, by the settings of the replay. */
class ReplayControlTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int SHARDS = 4;

    @TempDir
    Path folder;

    @TempDir
    Path spills;

    private final Map<Map<String, String>, Map<String, Object>> stored = new HashMap<>();

    private CsvReplaySourceTask start(int tasks, int task, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "name", "replay",
                "dataset", "test",
                "csv.dir", folder.toString(),
                "time.zone", "UTC",
                "shards", Integer.toString(SHARDS)));
        settings.putAll(more);
        CsvReplaySourceTask started = new CsvReplaySourceTask(
                new ReplayStart(CsvRoots.of(folder.toString()), new SpillFolder(spills), CLOCK));
        started.initialize(new StubTaskContext(new HashMap<>(stored)));
        started.start(TaskAssignment.deal(SHARDS, tasks).get(task).addTo(settings));
        return started;
    }

    private List<SourceRecord> all(int tasks, Map<String, String> more) throws InterruptedException {
        List<SourceRecord> records = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            CsvReplaySourceTask started = start(tasks, task, more);
            records.addAll(Polls.all(started));
            started.stop();
        }
        return records;
    }

    /** The worker stores the offset of a record, as JSON. */
    private void store(SourceRecord record) {
        Map<String, String> partition = new HashMap<>();
        record.sourcePartition().forEach((key, value) -> partition.put(key, (String) value));
        Map<String, Object> offset = new HashMap<>(record.sourceOffset());
        offset.computeIfPresent("shards", (key, value) -> ((Integer) value).longValue());
        stored.put(partition, offset);
    }

    private static List<String> texts(List<SourceRecord> records) {
        return records.stream()
                .map(record -> record.sourcePartition().get("shard") + "@"
                        + record.sourceOffset().get("position") + " " + record.key() + " " + record.value())
                .toList();
    }

    private static Map<String, List<String>> byShard(List<SourceRecord> records) {
        return texts(records).stream()
                .collect(Collectors.groupingBy(text -> text.substring(0, text.indexOf('@')), Collectors.toList()));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 4", "1, 1", "1, 4"})
    void withMoreRejectsThanAreToleratedNoTaskHandsOverAnything(int most, int tasks) {
        OlistFiles.in(folder)
                .orders("o1,,shipped,2017-06-01 10:00:00,,,,", "o2,,shipped,never,,,,")
                .items("o9,s1,,1.00,");

        for (int task = 0; task < tasks; task++) {
            CsvReplaySourceTask started = start(tasks, task, Map.of("rejects.max", Integer.toString(most)));
            assertThatThrownBy(() -> Polls.next(started))
                    .isInstanceOf(ConnectException.class)
                    .hasMessage("Data set test: 3 rows are rejected, more than rejects.max=" + most
                            + " tolerates; nothing was written. The first: olist_orders_dataset.csv, line 2:"
                            + " customer_id: empty; used without it");
            started.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3})
    void asManyRejectsAsAreToleratedGoToTheirTopic(int most) throws InterruptedException {
        OlistFiles.in(folder)
                .orders("o1,,shipped,2017-06-01 10:00:00,,,,", "o2,,shipped,never,,,,")
                .items("o9,s1,,1.00,");

        assertThat(all(2, Map.of("rejects.max", Integer.toString(most))))
                .extracting(SourceRecord::key)
                .containsExactlyInAnyOrder(
                        "olist_orders_dataset.csv:2",
                        "olist_orders_dataset.csv:3",
                        "olist_order_items_dataset.csv:2",
                        "o1");
    }

    @Test
    void changedDataAreReplayedFromTheStartIfAskedFor() throws InterruptedException {
        OlistFiles.generated(folder, 20, 1);
        all(1, Map.of()).forEach(this::store);
        OlistFiles.generated(folder, 25, 2).items("o9,s1,,1.00,");
        Map<String, String> replay = Map.of("data.changed", "replay");

        List<SourceRecord> again = all(2, replay);

        stored.clear();
        assertThat(byShard(again)).isEqualTo(byShard(all(1, Map.of()))).containsKey("rejects");
    }

    @Test
    void aReplayOfChangedDataThatWasKilledGoesOnShardByShard() throws InterruptedException {
        OlistFiles.generated(folder, 20, 1);
        List<SourceRecord> old = all(1, Map.of());
        OlistFiles.generated(folder, 12, 2);
        List<SourceRecord> all = all(1, Map.of());
        for (int done = 0; done <= all.size(); done++) {
            stored.clear();
            old.forEach(this::store);
            all.subList(0, done).forEach(this::store);

            List<SourceRecord> rest = all(1 + done % SHARDS, Map.of("data.changed", "replay"));

            assertThat(byShard(rest)).as("after %d", done).isEqualTo(byShard(all.subList(done, all.size())));
        }
    }

    @Test
    void otherShardsAreAChangeOfTheData() throws InterruptedException {
        OlistFiles.generated(folder, 20, 1);
        all(1, Map.of()).forEach(this::store);

        // Fewer, so that each has an offset.
        Map<String, String> fewer = Map.of("shards", "2", "data.changed", "replay");
        CsvReplaySourceTask task = new CsvReplaySourceTask(
                new ReplayStart(CsvRoots.of(folder.toString()), new SpillFolder(spills), CLOCK));
        task.initialize(new StubTaskContext(stored));
        Map<String, String> settings = new HashMap<>(
                Map.of("name", "replay", "dataset", "test", "csv.dir", folder.toString(), "time.zone", "UTC"));
        settings.putAll(fewer);
        task.start(TaskAssignment.deal(2, 1).get(0).addTo(settings));

        assertThat(Polls.all(task).stream().map(record -> record.sourceOffset().get("position")))
                .filteredOn(position -> position.equals(1L))
                .hasSize(2);
        task.stop();
    }

    @Test
    void inTheOrderOfKeysAllEventsOfAnOrderComeTogether() throws InterruptedException {
        OlistFiles.generated(folder, 40, 3);
        List<SourceRecord> byTime = all(1, Map.of());

        List<SourceRecord> byKey = all(1, Map.of("replay.order", "key"));

        assertThat(byKey)
                .extracting(SourceRecord::value)
                .containsExactlyInAnyOrderElementsOf(
                        byTime.stream().map(SourceRecord::value).toList());
        byKey.stream()
                .collect(Collectors.groupingBy(SourceRecord::kafkaPartition))
                .values()
                .forEach(shard -> assertThat(shard)
                        .extracting(record -> String.format("%s %015d", record.key(), record.timestamp()))
                        .isSorted());
    }

    @Test
    void anotherOrderIsAnotherSequence() throws InterruptedException {
        OlistFiles.generated(folder, 20, 3);
        all(1, Map.of()).forEach(this::store);

        assertThatThrownBy(() -> all(1, Map.of("replay.order", "key")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("replay.order (was none, is key)");
    }

    @Test
    void aWindowIsReplayedWithThePositionsOfTheWhole() throws InterruptedException {
        OlistFiles.generated(folder, 100, 4);
        List<SourceRecord> whole = all(1, Map.of());
        long from = Instant.parse("2017-03-01T00:00:00Z").toEpochMilli();
        long to = Instant.parse("2017-05-01T00:00:00Z").toEpochMilli();

        List<SourceRecord> window =
                all(2, Map.of("replay.from", "2017-03-01T00:00:00", "replay.to", "2017-05-01T00:00:00Z"));

        assertThat(byShard(window))
                .isEqualTo(byShard(whole.stream()
                        .filter(record -> record.timestamp() >= from && record.timestamp() < to)
                        .toList()));
        assertThat(window).hasSizeBetween(1, whole.size() - 1);
    }

    @Test
    void anotherWindowGoesOnFromTheSamePositions() throws InterruptedException {
        OlistFiles.generated(folder, 100, 4);
        all(1, Map.of("replay.to", "2017-05-01T00:00:00")).forEach(this::store);
        List<String> rest = texts(all(1, Map.of()));
        stored.clear();
        List<String> whole = texts(all(1, Map.of()));

        assertThat(rest).isEqualTo(whole.subList(whole.size() - rest.size(), whole.size()));
        assertThat(rest).hasSizeBetween(1, whole.size() - 1);
    }

    @Test
    void atAGivenSpeedEventsComeWhenTheirTimeHasCome() throws InterruptedException {
        OlistFiles.in(folder)
                .orders("o1,,shipped,2017-06-01 10:00:00,,,,", "o2,,shipped,2017-06-01 10:02:00,,,,")
                .customers();
        CsvReplaySourceTask task = start(1, 0, Map.of("replay.speed", "600"));
        List<SourceRecord> first = Polls.next(task);
        long began = System.nanoTime();

        List<SourceRecord> second = Polls.next(task);

        assertThat(first).extracting(SourceRecord::key).endsWith("o1").doesNotContain("o2");
        assertThat(second).extracting(SourceRecord::key).containsExactly("o2");
        // The clock started when the first was made, a little before it came out.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofMillis(150), TIMEOUT);
        task.stop();
    }

    @Test
    void whileItWaitsForAnEventPollComesBackSoonAndAtOnceOnceStopped() throws InterruptedException {
        OlistFiles.in(folder).orders("o1,,shipped,2017-06-01 10:00:00,,,,", "o2,,shipped,2017-06-02 10:00:00,,,,");
        CsvReplaySourceTask task = start(1, 0, Map.of("replay.speed", "1"));
        Polls.next(task);

        long began = System.nanoTime();
        assertThat(task.poll()).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        assertThat(task.hasEnded()).isFalse();

        task.stop();
        assertThat(task.poll()).isNull();
    }

    /** Linux shows which files a process holds open, also those that have no name any more. */
    private List<String> openSpillFiles() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(ReplayControlTest::target)
                    .filter(file -> file.startsWith(spills.toAbsolutePath().toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    private static boolean isLoading(String dataset) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("csv-replay-" + dataset + "-0"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void stoppedWhileTheDataAreReadATaskLeavesNoThreadAndNoFile() throws IOException, InterruptedException {
        OlistFiles files = OlistFiles.in(folder)
                .customers(IntStream.range(0, 40_000)
                        .mapToObj(customer -> "customer" + customer + ",unique,rio de janeiro,RJ")
                        .toArray(String[]::new));
        assertThat(files.lines(OlistFiles.CUSTOMERS)).hasSize(40_001);
        // It takes no room, and long to read.
        try (RandomAccessFile orders =
                new RandomAccessFile(folder.resolve(OlistFiles.ORDERS).toFile(), "rw")) {
            orders.setLength(1L << 36);
        }
        CsvReplaySourceTask task =
                start(1, 0, Map.of("dataset", "long", "sort.memory.bytes", Integer.toString(1 << 20)));
        await().atMost(TIMEOUT).until(() -> !openSpillFiles().isEmpty());
        assertThat(task.poll()).isNull();
        assertThat(isLoading("long")).isTrue();

        long began = System.nanoTime();
        task.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));

        assertThat(task.poll()).isNull();
        await().atMost(TIMEOUT).until(() -> !isLoading("long"));
        assertThat(openSpillFiles()).isEmpty();
        assertThat(spills).isEmptyDirectory();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void stoppedInTheMiddleOfItsReplayATaskLeavesNoFile() throws InterruptedException {
        OlistFiles.generated(folder, 6000, 5);
        CsvReplaySourceTask task = start(1, 0, Map.of("sort.memory.bytes", Integer.toString(1 << 20)));
        assertThat(Polls.next(task)).isNotEmpty();
        assertThat(openSpillFiles()).isNotEmpty();

        task.stop();

        assertThat(openSpillFiles()).isEmpty();
        assertThat(task.poll()).isNull();
    }
}
