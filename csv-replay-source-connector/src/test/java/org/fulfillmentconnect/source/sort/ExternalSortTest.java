package org.fulfillmentconnect.source.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalSortTest {
    private static final HexFormat HEX = HexFormat.of();

    @TempDir
    Path folder;

    /** From everything in memory to runs that are merged twice. */
    @ParameterizedTest
    @ValueSource(longs = {1 << 26, 1 << 20, 1 << 16, 1 << 12})
    void givesAllEntriesInTheOrderOfTheirKeys(long memoryBytes) throws IOException {
        Random random = new Random(1);
        List<String> expected = new ArrayList<>();
        SortMemory memory = new SortMemory(memoryBytes, new SpillFolder(folder));
        try (ExternalSort sort = memory.newSort()) {
            for (int i = 0; i < 20_000; i++) {
                Bytes key = new Bytes().put(7).put(7).putSortableLong(random.nextInt(2000) - 1000);
                key.putSortableText(Integer.toString(random.nextInt(), 36));
                Bytes value =
                        new Bytes().put(new byte[random.nextInt(50)], 0, 0).putVarLong(i);
                sort.add(key, value);
                expected.add(hex(key) + " " + hex(value));
            }
            expected.sort(null);

            assertThat(texts(sort.read())).isEqualTo(expected);
            assertThat(texts(sort.read())).as("read again").isEqualTo(expected);
        }
        assertThat(memory.spilledBytes() > 0).isEqualTo(memoryBytes < 1 << 21);
    }

    @Test
    void saysWhichFolderCannotTakeWhatDoesNotFitIntoMemory() {
        SortMemory memory = new SortMemory(1 << 14, new SpillFolder(folder.resolve("missing")));

        assertThatThrownBy(() -> {
                    try (ExternalSort sort = memory.newSort()) {
                        for (int i = 0; i < 9; i++) {
                            sort.add(new Bytes().put(i), new Bytes().put(new byte[10_000], 0, 10_000));
                        }
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no spill file can be made in " + folder.resolve("missing")
                        + ": java.nio.file.NoSuchFileException: ");
    }

    @Test
    void entriesLargerThanTheMemoryAreSortedToo() throws IOException {
        SortMemory memory = new SortMemory(1 << 14, new SpillFolder(folder));
        try (ExternalSort sort = memory.newSort()) {
            for (int i = 9; i >= 0; i--) {
                sort.add(new Bytes().put(i), new Bytes().put(new byte[100_000 + i], 0, 100_000 + i));
            }
            Entries entries = sort.read();
            for (int i = 0; i < 10; i++) {
                assertThat(entries.next()).isTrue();
                assertThat(entries.array()[entries.keyStart()]).isEqualTo((byte) i);
                assertThat(entries.valueEnd() - entries.valueStart()).isEqualTo(100_000 + i);
            }
            assertThat(entries.next()).isFalse();
        }
    }

    @Test
    void manyEqualKeysAndKeysThatContinueOthersAreSorted() throws IOException {
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            for (int length = 0; length < 12; length++) {
                keys.add(new byte[length]);
            }
        }
        SortMemory memory = new SortMemory(1 << 20, new SpillFolder(folder));
        try (ExternalSort sort = memory.newSort()) {
            for (byte[] key : keys) {
                sort.add(new Bytes().put(key, 0, key.length), new Bytes());
            }
            keys.sort(Arrays::compareUnsigned);
            assertThat(texts(sort.read()))
                    .isEqualTo(
                            keys.stream().map(key -> HEX.formatHex(key) + " ").toList());
        }
    }

    @Test
    void severalSortsStayWithinTheirMemory() throws IOException {
        SortMemory memory = new SortMemory(1 << 20, new SpillFolder(folder));
        List<ExternalSort> sorts = List.of(memory.newSort(), memory.newSort(), memory.newSort());
        Bytes value = new Bytes().put(new byte[100], 0, 100);
        for (int i = 0; i < 50_000; i++) {
            sorts.get(i % 3).add(new Bytes().putSortableLong(-i), value);
            assertThat(sorts.stream().mapToLong(ExternalSort::heldBytes).sum()).isLessThan(1 << 21);
        }
        for (ExternalSort sort : sorts) {
            assertThat(texts(sort.readOnce()))
                    .hasSize(sort.equals(sorts.get(2)) ? 16_666 : 16_667)
                    .isSorted();
            sort.close();
        }
    }

    @Test
    void leavesNoFileBehind() throws IOException {
        SortMemory memory = new SortMemory(1 << 14, new SpillFolder(folder));
        ExternalSort sort = memory.newSort();
        for (int i = 0; i < 5_000; i++) {
            sort.add(new Bytes().putSortableLong(i), new Bytes());
        }
        assertThat(memory.spilledBytes()).isPositive();

        // Not closed: as after kill -9.
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
        sort.close();
    }

    @Test
    void nothingIsAddedOnceItIsRead() throws IOException {
        SortMemory memory = new SortMemory(1 << 20, new SpillFolder(folder));
        try (ExternalSort sort = memory.newSort()) {
            sort.read();
            assertThatThrownBy(() -> sort.add(new Bytes(), new Bytes())).isInstanceOf(IllegalStateException.class);
        }
    }

    private static List<String> texts(Entries entries) throws IOException {
        List<String> texts = new ArrayList<>();
        while (entries.next()) {
            texts.add(HEX.formatHex(entries.array(), entries.keyStart(), entries.keyEnd()) + " "
                    + HEX.formatHex(entries.array(), entries.valueStart(), entries.valueEnd()));
        }
        return texts;
    }

    private static String hex(Bytes bytes) {
        return HEX.formatHex(bytes.array(), 0, bytes.length());
    }
}
