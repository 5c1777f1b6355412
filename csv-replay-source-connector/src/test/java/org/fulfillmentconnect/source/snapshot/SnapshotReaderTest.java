package org.fulfillmentconnect.source.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.fulfillmentconnect.source.csv.CsvFolder;
import org.fulfillmentconnect.source.csv.CsvRoots;
import org.fulfillmentconnect.source.mapping.Mapping;
import org.fulfillmentconnect.source.mapping.MappingException;
import org.fulfillmentconnect.source.sort.SortMemory;
import org.fulfillmentconnect.source.sort.SpillFolder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotReaderTest {
    private static final Shards SHARDS = new Shards(8);
    private static final long MUCH = 1 << 20;
    private static final long LITTLE = 16 << 10;

    @TempDir
    Path data;

    @TempDir
    Path spills;

    /** What one task has of a data set. */
    private record Read(
            List<NestedLoops.Made> records,
            List<Long> lengths,
            List<String> rejects,
            long rejectCount,
            List<String> rowCounts,
            String fingerprint,
            long spilledBytes) {}

    private static SnapshotSettings settings(@Nullable Instant asOf, EventOrder order) {
        return new SnapshotSettings(ZoneOffset.UTC, asOf, SHARDS, order, Instant.ofEpochMilli(RandomData.NOW));
    }

    private static SnapshotSettings settings() {
        return settings(Instant.ofEpochMilli(RandomData.AS_OF), EventOrder.EVENT_TIME);
    }

    private static Mapping mapping(String json) {
        try {
            return Mapping.parse(json);
        } catch (MappingException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private CsvFolder folder() {
        return CsvRoots.of(data.toString()).folder(data.toString());
    }

    private Read read(Mapping mapping, SnapshotSettings settings, Wanted wanted, long memoryBytes) throws IOException {
        SortMemory memory = new SortMemory(memoryBytes, new SpillFolder(spills));
        try (Snapshot snapshot = SnapshotReader.read(mapping, folder(), settings, wanted, memory)) {
            List<String> rejects = new ArrayList<>();
            long count = snapshot.rejects().count();
            for (Reject reject = wanted.rejectedRows() ? snapshot.rejects().next() : null;
                    reject != null;
                    reject = snapshot.rejects().next()) {
                rejects.add(reject.file() + ":" + reject.line() + " " + reject.reason() + " | " + reject.row());
            }
            List<NestedLoops.Made> records = new ArrayList<>();
            SortedRecords sorted = snapshot.records();
            while (sorted.next()) {
                String key = sorted.key();
                records.add(new NestedLoops.Made(
                        sorted.shard(),
                        sorted.at(),
                        key,
                        sorted.output().rank(),
                        mapping.kinds().stream()
                                .flatMap(kind -> kind.outputs().stream())
                                .toList()
                                .indexOf(sorted.output()),
                        NestedLoops.text(sorted.output(), key, sorted.at(), sorted.fields())));
            }
            return new Read(
                    records,
                    IntStream.range(0, SHARDS.count()).mapToObj(sorted::length).toList(),
                    rejects,
                    count,
                    snapshot.rowCounts(),
                    snapshot.fingerprint().toString(),
                    memory.spilledBytes());
        }
    }

    private static Wanted all() {
        return Wanted.shards(SHARDS.count(), List.of(0, 1, 2, 3, 4, 5, 6, 7), true, true);
    }

    private static List<Long> lengths(List<NestedLoops.Made> records) {
        return IntStream.range(0, SHARDS.count())
                .mapToObj(shard ->
                        records.stream().filter(made -> made.shard() == shard).count())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {MUCH, LITTLE})
    void joinsAsIfAllRowsWereComparedWithAll(long memoryBytes) throws IOException {
        Mapping mapping = mapping(RandomData.MAPPING);
        for (int seed = 0; seed < 60; seed++) {
            new RandomData(seed).write(data, 1 + seed);
            // Now and then, as-of is the latest time in the data.
            SnapshotSettings settings = seed % 4 == 0 ? settings(null, EventOrder.EVENT_TIME) : settings();
            NestedLoops expected = new NestedLoops(mapping, folder(), settings);

            Read read = read(mapping, settings, all(), memoryBytes);

            assertThat(read.rejects()).as("seed %d", seed).isEqualTo(expected.rejects());
            assertThat(read.rowCounts()).as("seed %d", seed).isEqualTo(expected.rowCounts());
            assertThat(read.records()).as("seed %d", seed).isEqualTo(expected.records());
            assertThat(read.rejectCount()).isEqualTo(expected.rejects().size());
            assertThat(read.lengths()).isEqualTo(lengths(expected.records()));
        }
    }

    @Test
    void theRandomDataHaveEveryKindOfTrouble() throws IOException {
        Mapping mapping = mapping(RandomData.MAPPING);
        new RandomData(7).write(data, 60);

        Read read = read(mapping, settings(), all(), LITTLE);

        assertThat(read.spilledBytes()).isPositive();
        assertThat(read.rejects().stream().map(reject -> reject.replaceAll("(?s)^\\S+:\\d+ | \\| .*", "")))
                .contains(
                        "order_id: empty, but required",
                        "order_id: a row with the same one came before",
                        "order_id: no usable row in orders-*.csv",
                        "shop: no usable row in shops.csv; used without it",
                        "shop: empty; used without it",
                        "part+city: a row with the same one came before",
                        "itemCount: expected a whole number of 32 bits",
                        "expected 5 fields but found 6",
                        "packed: lies in the future");
        assertThat(read.rowCounts()).hasSize(12).anyMatch(count -> count.matches(".* [1-9]\\d* after as-of"));
        assertThat(read.records()).anyMatch(made -> made.key().equals("a\0b"));
    }

    @ParameterizedTest
    @ValueSource(longs = {MUCH, LITTLE})
    void theTasksTogetherHaveWhatOneHas(long memoryBytes) throws IOException {
        Mapping mapping = mapping(RandomData.MAPPING);
        for (int seed = 0; seed < 15; seed++) {
            new RandomData(seed).write(data, 40);
            Read whole = read(mapping, settings(), all(), MUCH);
            for (int shard = 0; shard < SHARDS.count(); shard++) {
                int own = shard;
                // The task that writes the rejects looks at all rows, the others at their own.
                boolean rejects = shard == seed % SHARDS.count();

                Read task = read(
                        mapping, settings(), Wanted.shards(SHARDS.count(), Set.of(own), rejects, rejects), memoryBytes);

                assertThat(task.records())
                        .as("seed %d, shard %d", seed, own)
                        .isEqualTo(whole.records().stream()
                                .filter(made -> made.shard() == own)
                                .toList());
                assertThat(task.lengths().get(own)).isEqualTo(whole.lengths().get(own));
                assertThat(task.fingerprint()).isEqualTo(whole.fingerprint());
                if (rejects) {
                    assertThat(task.rejects()).isEqualTo(whole.rejects());
                    assertThat(task.rowCounts()).isEqualTo(whole.rowCounts());
                }
            }
        }
    }

    @Test
    void everyTaskThatLooksAtAllRowsCountsTheSameRejects() throws IOException {
        Mapping mapping = mapping(RandomData.MAPPING);
        new RandomData(3).write(data, 40);
        Read whole = read(mapping, settings(), all(), MUCH);

        for (int shard = 0; shard < SHARDS.count(); shard++) {
            Wanted wanted = Wanted.shards(SHARDS.count(), Set.of(shard), true, false);
            assertThat(read(mapping, settings(), wanted, LITTLE).rejectCount()).isEqualTo(whole.rejectCount());
        }
        assertThat(read(mapping, settings(), Wanted.lengths(), LITTLE).lengths())
                .isEqualTo(whole.lengths());
    }

    @Test
    void inTheOrderOfKeysTheRecordsAreTheSame() throws IOException {
        Mapping mapping = mapping(RandomData.MAPPING);
        new RandomData(5).write(data, 40);
        List<NestedLoops.Made> byTime = read(mapping, settings(), all(), MUCH).records();

        List<NestedLoops.Made> byKey = read(
                        mapping, settings(Instant.ofEpochMilli(RandomData.AS_OF), EventOrder.KEY), all(), LITTLE)
                .records();

        assertThat(byKey).containsExactlyInAnyOrderElementsOf(byTime);
        assertThat(byKey).extracting(NestedLoops.Made::key).isSorted();
        assertThat(byKey).isNotEqualTo(byTime);
    }

    @Test
    void leavesNoFileBehind() throws IOException {
        new RandomData(1).write(data, 60);

        assertThat(read(mapping(RandomData.MAPPING), settings(), all(), LITTLE).spilledBytes())
                .isPositive();

        assertThat(spills).isEmptyDirectory();
    }

    /** An order with its items is more than is joined to a row, so its review does without it. */
    @Test
    void aRowThatIsTooLargeToBeJoinedIsRejectedAndDoneWithout() throws IOException {
        Mapping mapping = mapping("""
                {
                  "tables": {
                    "items": {"files": "items.csv", "columns": {"order_id": "text", "text": "text"}},
                    "orders": {"files": "orders.csv", "columns": {"order_id": "text", "text": "text"}},
                    "reviews": {"files": "reviews.csv", "columns": {"id": "text", "order_id": "text"}}
                  },
                  "records": {
                    "review": {
                      "from": "reviews", "key": "id", "topic": "reviews",
                      "joins": {
                        "order": {
                          "table": "orders", "on": {"order_id": "order_id"},
                          "joins": {
                            "items": {"table": "items", "on": {"order_id": "order_id"}, "many": true}
                          }
                        }
                      },
                      "fields": {"id": "id", "order": "order.order_id", "items": {"count": "order.items"}}
                    }
                  }
                }
                """);
        Files.writeString(
                data.resolve("items.csv"), "order_id,text\n" + ("o1," + "x".repeat(1_040_000) + "\n").repeat(17));
        Files.writeString(data.resolve("orders.csv"), "order_id,text\no1," + "x".repeat(200_000) + "\no2,small\n");
        Files.writeString(data.resolve("reviews.csv"), "id,order_id\nr1,o1\nr2,o2\n");

        Read read = read(mapping, settings(), all(), MUCH);

        assertThat(read.records())
                .extracting(NestedLoops.Made::text)
                .containsExactly("review r1 600 [r1, null, 0]", "review r2 600 [r2, o2, 0]");
        assertThat(read.rejects())
                .extracting(reject -> reject.replaceAll(",x+", ",x").replaceAll("; shown are.*characters", ""))
                .containsExactly(
                        "items.csv:18 order_id: the rows that join to one row of orders.csv have more than 16777216"
                                + " bytes | o1,x",
                        "orders.csv:2 order_id: the rows that join to one row of reviews.csv have more than 16777216"
                                + " bytes | o1,x",
                        "reviews.csv:2 order_id: no usable row in orders.csv; used without it | r1,o1");
        assertThat(read.rowCounts())
                .containsExactly(
                        "review of reviews: 2 rows = 2 used + 0 rejected + 0 not asked for + 0 after as-of",
                        "review.order of orders: 2 rows = 1 used + 1 rejected + 0 not asked for + 0 after as-of",
                        "review.order.items of items: 17 rows = 16 used + 1 rejected + 0 not asked for + 0 after"
                                + " as-of");
    }

    private static final String ONE_TABLE = """
            {"tables": {"%s": {"files": "t.csv", "columns": {"a": "text", "b": "text",
              "at": {"type": "time", "observed": true}}}},
             "records": {"r": {"from": "%s", "key": %s, "topic": "t", "fields": {"%s": "a"}}}}""";

    private static Mapping oneTable(String table, String key, String field) {
        return mapping(ONE_TABLE.formatted(table, table, key, field));
    }

    @Test
    void aTableNamedAsAnotherPartOfTheFingerprintHidesNoChange() throws IOException {
        Files.writeString(data.resolve("t.csv"), "a,b,at\n1,2,\n");

        assertThat(read(oneTable("mapping", "\"a\"", "x"), settings(), Wanted.lengths(), MUCH)
                        .fingerprint())
                .isNotEqualTo(read(oneTable("mapping", "\"a\"", "y"), settings(), Wanted.lengths(), MUCH)
                        .fingerprint());
    }

    @Test
    void aSeparatorInAPartOfAKeyIsRejected() throws IOException {
        Files.writeString(data.resolve("t.csv"), "a,b,at\nx|y,z,\nx,y|z,\nx,y,\n");

        Read both = read(oneTable("t", "[\"a\", \"b\"]", "f"), settings(), Wanted.firstRows(SHARDS.count(), 10), MUCH);
        assertThat(both.records()).extracting(NestedLoops.Made::key).containsExactly("x|y");
        assertThat(both.rejects())
                .containsExactly(
                        "t.csv:2 a: has a '|', which separates the parts of the key | x|y,z,",
                        "t.csv:3 b: has a '|', which separates the parts of the key | x,y|z,");

        Read one = read(oneTable("t", "\"a\"", "f"), settings(), Wanted.firstRows(SHARDS.count(), 10), MUCH);
        assertThat(one.records()).extracting(NestedLoops.Made::key).containsExactly("x", "x|y");
    }

    @Test
    void aRowThatIsNotUsedDoesNotMoveAsOf() throws IOException {
        Files.writeString(data.resolve("t.csv"), "a,b,at\n1,,1990-01-01 00:00:00\n,,1991-01-01 00:00:00\n");

        try (Snapshot snapshot = SnapshotReader.read(
                oneTable("t", "\"a\"", "f"),
                folder(),
                new SnapshotSettings(
                        ZoneOffset.UTC, null, SHARDS, EventOrder.EVENT_TIME, Instant.parse("2000-01-01T00:00:00Z")),
                Wanted.lengths(),
                new SortMemory(MUCH, new SpillFolder(spills)))) {
            assertThat(snapshot.asOf()).isEqualTo("1990-01-01T00:00:00Z");
        }
    }
}
