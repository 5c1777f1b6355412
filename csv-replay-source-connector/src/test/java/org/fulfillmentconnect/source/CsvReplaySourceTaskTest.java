package org.fulfillmentconnect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReplaySourceTaskTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int SHARDS = 4;

    @TempDir
    Path folder;

    @Test
    void eachShardIsInTheOrderOfTheLogOnThePartitionThatProducersChoose() throws InterruptedException {
        OlistFiles.generated(folder, 200, 1);

        Map<Integer, List<SourceRecord>> byPartition =
                drain(1).get(0).stream().collect(Collectors.groupingBy(SourceRecord::kafkaPartition));

        assertThat(byPartition.keySet()).containsExactlyInAnyOrder(0, 1, 2, 3);
        byPartition.forEach((partition, records) -> {
            assertThat(records).allSatisfy(record -> {
                byte[] key = ((String) record.key()).getBytes(StandardCharsets.UTF_8);
                assertThat(BuiltInPartitioner.partitionForKey(key, SHARDS)).isEqualTo(partition);
                assertThat(record.topic()).isEqualTo("fulfillment-events");
            });
            List<String> places = records.stream()
                    .map(record -> String.format("%015d %s", record.timestamp(), record.key()))
                    .toList();
            assertThat(places).isSorted();
        });
    }

    @Test
    void aTaskInterleavesItsShardsByEventTime() throws InterruptedException {
        OlistFiles.generated(folder, 200, 1);

        assertThat(drain(1).get(0)).extracting(SourceRecord::timestamp).isSorted();
    }

    @Test
    void aRecordCarriesItsRoutingHeadersTimeAndOffset() throws InterruptedException {
        OlistFiles.in(folder)
                .orders("o1,c1,shipped,2017-06-01 10:00:00,,2017-06-02 10:00:00,,")
                .customers("c1,u1,campinas,SP");

        List<SourceRecord> records = drain(1).get(0);

        assertThat(records).hasSize(2);
        SourceRecord second = records.get(1);
        assertThat(second.key()).isEqualTo("o1");
        assertThat(second.timestamp())
                .isEqualTo(Instant.parse("2017-06-02T13:00:00Z").toEpochMilli());
        assertThat(((Struct) second.value()).getString("eventType")).isEqualTo("HANDED_TO_CARRIER");
        Map<String, Object> headers = new LinkedHashMap<>();
        for (Header header : second.headers()) {
            headers.put(header.key(), header.value());
        }
        assertThat(headers).isEqualTo(Map.of("eventType", "HANDED_TO_CARRIER", "owner", "TMS"));
        assertThat(second.sourcePartition())
                .isEqualTo(Map.of("dataset", "test", "shard", Integer.toString(second.kafkaPartition())));
        Map<String, ?> offset = second.sourceOffset();
        assertThat(offset.keySet()).isEqualTo(Set.of("position", "shards", "fingerprint"));
        assertThat(offset.get("position")).isEqualTo(2L);
        assertThat(offset.get("shards")).isEqualTo(SHARDS);
        assertThat((String) offset.get("fingerprint"))
                .matches("sequence=1 mapping=[0-9a-f]{16} time.zone=America/Sao_Paulo time.zone.rules=[0-9a-f]{16}"
                        + " as.of=derived table.sellers=[0-9a-f]{16} table.customers=[0-9a-f]{16}"
                        + " table.orders=[0-9a-f]{16} table.items=[0-9a-f]{16} topic=fulfillment-events");
    }

    @Test
    void aReplayGivesTheSameBytes() throws InterruptedException {
        OlistFiles.generated(folder, 100, 2);

        assertThat(bytes(drain(1).get(0))).isEqualTo(bytes(drain(1).get(0)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 9})
    void anyNumberOfTasksGivesTheSameRecordsPerShard(int tasks) throws InterruptedException {
        OlistFiles.generated(folder, 200, 3);

        List<List<SourceRecord>> byTask = drain(tasks);

        assertThat(byTask).hasSize(Math.min(tasks, SHARDS));
        assertThat(byShard(byTask.stream().flatMap(List::stream).toList())).isEqualTo(byShard(drain(1).get(0)));
    }

    @Test
    void everyPositionGoesOnWithExactlyTheRest() throws InterruptedException {
        OlistFiles.generated(folder, 12, 4);
        List<SourceRecord> all = drain(1).get(0);

        Map<Map<String, String>, Map<String, Object>> stored = new HashMap<>();
        for (int done = 0; done <= all.size(); done++) {
            if (done > 0) {
                store(stored, all.get(done - 1));
            }
            // With another number of tasks each time.
            List<SourceRecord> rest = new ArrayList<>();
            for (Map<String, String> settings : taskSettings(1 + done % SHARDS, Map.of())) {
                rest.addAll(drain(start(settings, stored)));
            }
            assertThat(byShard(rest)).as("after %d", done).isEqualTo(byShard(all.subList(done, all.size())));
        }
    }

    @Test
    void aSettingWithoutEffectOnTheEventsDoesNotHinderAResume(@TempDir Path moved) throws InterruptedException {
        OlistFiles.generated(folder, 20, 5);
        Map<Map<String, String>, Map<String, Object>> stored = new HashMap<>();
        drain(1).get(0).forEach(record -> store(stored, record));
        OlistFiles.generated(moved, 20, 5);

        Map<String, String> other =
                Map.of("csv.dir", moved.toString(), "batch.max.records", "7", "sort.memory.bytes", "2000000");

        assertThat(drain(start(taskSettings(1, other).get(0), stored))).isEmpty();
    }

    @Test
    void rejectsGoToTheirTopicFromTheOneTaskWithShard0() throws InterruptedException {
        OlistFiles.in(folder).orders("o1,,shipped,2017-06-01 10:00:00,,,,", "o2,c1,shipped,never,,,,");

        List<List<SourceRecord>> byTask = drain(2);

        List<SourceRecord> rejects = byTask.get(0).stream()
                .filter(record -> record.topic().equals("fulfillment-rejects"))
                .toList();
        assertThat(byTask.get(1)).noneMatch(record -> record.topic().equals("fulfillment-rejects"));
        assertThat(rejects)
                .extracting(SourceRecord::key)
                .containsExactly("olist_orders_dataset.csv:2", "olist_orders_dataset.csv:3");
        SourceRecord second = rejects.get(1);
        assertThat(second.timestamp()).isEqualTo(NOW.toEpochMilli());
        assertThat(second.kafkaPartition()).isNull();
        assertThat(second.sourcePartition()).isEqualTo(Map.of("dataset", "test", "shard", "rejects"));
        assertThat(second.sourceOffset().get("position")).isEqualTo(2L);
        assertThat(second.value())
                .isEqualTo(new Struct(SourceRecords.REJECT)
                        .put("dataset", "test")
                        .put("file", "olist_orders_dataset.csv")
                        .put("line", 3L)
                        .put("reason", "order_purchase_timestamp: expected a time such as 2017-10-02 10:56:33")
                        .put("row", "o2,c1,shipped,never,,,,"));
    }

    @Test
    void rejectsGoOnWhereTheyStood() throws InterruptedException {
        OlistFiles.in(folder).orders("o1,c1,shipped,never,,,,", "o2,c1,shipped,never,,,,", "o3,c1,shipped,never,,,,");
        List<SourceRecord> all = drain(1).get(0);
        Map<Map<String, String>, Map<String, Object>> stored = new HashMap<>();
        store(stored, all.get(1));

        assertThat(drain(start(taskSettings(1, Map.of()).get(0), stored)))
                .extracting(SourceRecord::key)
                .containsExactly("olist_orders_dataset.csv:4");
    }

    @Test
    void aVeryLongRejectIsCut() throws InterruptedException {
        OlistFiles.in(folder).orders("o1,c1,shipped,never,,,," + "x".repeat(70_000));

        Struct value = (Struct) drain(1).get(0).get(0).value();

        assertThat(value.getString("row")).hasSize(65_536);
        assertThat(value.getString("reason"))
                .isEqualTo("order_purchase_timestamp: expected a time such as 2017-10-02 10:56:33;"
                        + " shown are the first 65536 of 70023 characters");
    }

    @Test
    void pollGivesAtMostABatchAndNullAtTheEnd() throws InterruptedException {
        OlistFiles.in(folder).orders("o1,,shipped,2017-06-01 10:00:00,2017-06-01 10:00:00,2017-06-02 10:00:00,,");
        CsvReplaySourceTask task =
                start(taskSettings(1, Map.of("batch.max.records", "2")).get(0), Map.of());

        assertThat(Polls.next(task)).hasSize(2);
        assertThat(Polls.next(task)).hasSize(2);
        assertThat(Polls.next(task)).isEmpty();
        assertThat(task.poll()).isNull();
    }

    @Test
    void aStoppedTaskHandsOverNothingAndDoesNotWait() throws InterruptedException {
        OlistFiles.generated(folder, 10, 6);
        CsvReplaySourceTask task = start(taskSettings(1, Map.of()).get(0), Map.of());

        task.stop();

        long began = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThat(task.poll()).isNull();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aTaskThatNeverStartedStops() throws InterruptedException {
        CsvReplaySourceTask task = new CsvReplaySourceTask();
        task.stop();
        assertThat(task.poll()).isNull();
    }

    @Test
    void refusesToTolerateErrors() {
        assertThatThrownBy(() ->
                        start(taskSettings(1, Map.of("errors.tolerance", "all")).get(0), Map.of()))
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith("errors.tolerance=all is refused: ");
    }

    @Test
    void refusesAnOffsetOfOtherShards() throws InterruptedException {
        OlistFiles.generated(folder, 20, 7);
        Map<Map<String, String>, Map<String, Object>> stored = new HashMap<>();
        drain(1).get(0).forEach(record -> store(stored, record));

        assertThatThrownBy(() ->
                        drain(start(taskSettings(1, Map.of("shards", "3")).get(0), stored)))
                .isInstanceOf(ConnectException.class)
                .hasMessage("Data set test, shard 0: the stored offset does not fit: it was stored with shards=4, but"
                        + " shards is 3. Put back what changed, set data.changed=replay, or replay from the start: PUT /connectors/replay/stop,"
                        + " DELETE /connectors/replay/offsets, PUT /connectors/replay/resume");
    }

    @Test
    void refusesAnOffsetOfOtherDataNamingWhatChanged() throws InterruptedException {
        OlistFiles.generated(folder, 20, 7);
        Map<Map<String, String>, Map<String, Object>> stored = new HashMap<>();
        drain(1).get(0).forEach(record -> store(stored, record));

        assertThatThrownBy(() ->
                        drain(start(taskSettings(1, Map.of("time.zone", "UTC")).get(0), stored)))
                .hasMessageContaining(
                        "the data or the settings that decide the events have changed since it was stored:"
                                + " time.zone (was America/Sao_Paulo, is UTC), time.zone.rules (was ");
        OlistFiles.in(folder);
        assertThatThrownBy(() -> drain(start(taskSettings(1, Map.of()).get(0), stored)))
                .hasMessageMatching(".* since it was stored: table\\.sellers \\(was [0-9a-f]{16}, is"
                        + " [0-9a-f]{16}\\), table\\.customers \\(.*");
    }

    @Test
    void refusesToGoOnInAnotherTopic() throws InterruptedException {
        OlistFiles.generated(folder, 20, 7);
        Map<Map<String, String>, Map<String, Object>> stored = new HashMap<>();
        drain(1).get(0).forEach(record -> store(stored, record));

        assertThatThrownBy(() -> drain(
                        start(taskSettings(1, Map.of("topic", "elsewhere")).get(0), stored)))
                .hasMessageContaining(
                        "have changed since it was stored: topic (was fulfillment-events, is elsewhere). Put");
    }

    @Test
    void everyTaskRefusesWhenAnyShardHasAnOffsetOfOtherData() throws InterruptedException {
        OlistFiles.generated(folder, 20, 7);
        Map<Map<String, String>, Map<String, Object>> stored = new HashMap<>();
        SourceRecord first = drain(1).get(0).get(0);
        store(stored, first);

        for (Map<String, String> settings : taskSettings(SHARDS, Map.of("time.zone", "UTC"))) {
            assertThatThrownBy(() -> drain(start(settings, stored)))
                    .hasMessageStartingWith("Data set test, shard " + first.kafkaPartition() + ": the stored offset");
        }
    }

    @Test
    void aRowThatIsNoLongerInTheFutureIsAChangeOfTheData() throws InterruptedException {
        OlistFiles.in(folder)
                .orders(
                        "o1,,shipped,2017-06-01 10:00:00,,,,",
                        "o2,,shipped,2017-06-01 10:00:00,2026-01-01 10:00:00,,,");
        Map<Map<String, String>, Map<String, Object>> stored = new HashMap<>();
        drain(1).get(0).forEach(record -> store(stored, record));
        Map<String, String> settings = taskSettings(1, Map.of()).get(0);

        assertThat(drain(start(settings, stored))).isEmpty();
        CsvReplaySourceTask later = new CsvReplaySourceTask(
                ReplayStarts.of(folder.toString(), Clock.fixed(NOW.plus(Duration.ofDays(1)), ZoneOffset.UTC)));
        later.initialize(new StubTaskContext(stored));
        later.start(settings);
        assertThatThrownBy(() -> drain(later))
                .hasMessageMatching(".* rows-in-the-future \\(was 1-[0-9a-f]{16}, is none\\)\\. Put back .*");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 3})
    void refusesAPositionOutsideTheSequence(long position) throws InterruptedException {
        OlistFiles.in(folder).orders("o1,,shipped,2017-06-01 10:00:00,2017-06-01 10:00:00,,,");
        SourceRecord last = drain(1).get(0).get(2);
        Map<String, Object> offset = new HashMap<>(last.sourceOffset());
        offset.put("position", position);
        Map<Map<String, String>, Map<String, Object>> stored =
                Map.of(ReplayOffset.partition("test", last.kafkaPartition()), offset);

        assertThatThrownBy(() -> drain(start(taskSettings(1, Map.of()).get(0), stored)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(
                        position < 0
                                ? "does not fit: position: expected a whole number from 0 on but found -1. Put"
                                : "does not fit: its position is 3, but the sequence ends at 2. Put");
    }

    private List<List<SourceRecord>> drain(int maxTasks) throws InterruptedException {
        List<List<SourceRecord>> byTask = new ArrayList<>();
        for (Map<String, String> settings : taskSettings(maxTasks, Map.of())) {
            byTask.add(drain(start(settings, Map.of())));
        }
        return byTask;
    }

    private static List<SourceRecord> drain(CsvReplaySourceTask task) throws InterruptedException {
        return Polls.all(task);
    }

    private CsvReplaySourceTask start(
            Map<String, String> settings, Map<Map<String, String>, Map<String, Object>> stored) {
        CsvReplaySourceTask task = new CsvReplaySourceTask(start());
        task.initialize(new StubTaskContext(stored));
        task.start(settings);
        return task;
    }

    private ReplayStart start() {
        return ReplayStarts.of(folder.resolve("..").toString(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private List<Map<String, String>> taskSettings(int maxTasks, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "name", "replay",
                "dataset", "test",
                "csv.dir", folder.toString(),
                "time.zone", "America/Sao_Paulo",
                "shards", Integer.toString(SHARDS)));
        settings.putAll(more);
        return TaskAssignment.deal(Integer.parseInt(settings.get("shards")), maxTasks).stream()
                .map(assignment -> assignment.addTo(settings))
                .toList();
    }

    private static void store(Map<Map<String, String>, Map<String, Object>> stored, SourceRecord record) {
        Map<String, String> partition = new HashMap<>();
        record.sourcePartition().forEach((key, value) -> partition.put(key, (String) value));
        Map<String, Object> offset = new HashMap<>(record.sourceOffset());
        // As it comes back from JSON.
        offset.computeIfPresent("shards", (key, value) -> ((Integer) value).longValue());
        stored.put(partition, offset);
    }

    private static Map<Object, List<String>> byShard(List<SourceRecord> records) {
        return records.stream()
                .collect(Collectors.groupingBy(
                        record -> record.sourcePartition().get("shard"),
                        Collectors.mapping(
                                record -> record.key() + " " + record.value() + " "
                                        + record.sourceOffset().get("position"),
                                Collectors.toList())));
    }

    private static List<String> bytes(List<SourceRecord> records) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "false"), false);
        return records.stream()
                .map(record -> {
                    List<String> headers = new ArrayList<>();
                    record.headers().forEach(header -> headers.add(header.key() + header.value()));
                    return Arrays.toString(
                                    converter.fromConnectData(record.topic(), record.valueSchema(), record.value()))
                            + record.key()
                            + record.timestamp()
                            + headers;
                })
                .toList();
    }

    @Test
    void everyShardIsDealtToOneTask() {
        for (int tasks = 1; tasks <= 20; tasks++) {
            List<TaskAssignment> assignments = TaskAssignment.deal(16, tasks);
            assertThat(assignments).hasSize(Math.min(tasks, 16));
            assertThat(assignments.stream().flatMap(task -> task.shards().stream()))
                    .doesNotHaveDuplicates()
                    .hasSize(16);
            assertThat(assignments.stream().filter(TaskAssignment::writesRejects))
                    .hasSize(1);
            for (TaskAssignment assignment : assignments) {
                assertThat(TaskAssignment.of(assignment.addTo(Map.of()))).isEqualTo(assignment);
            }
            assertThat(new HashSet<>(assignments)).hasSameSizeAs(assignments);
        }
    }
}
