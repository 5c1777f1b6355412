package org.fulfillmentconnect.source.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.config.ConfigException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFolderTest {
    private static final String OUTSIDE =
            "leads below none of the folders that this worker allows (FULFILLMENT_CSV_ROOTS)";

    @TempDir
    private Path temp;

    private Path root;
    private CsvFolder folder;

    @BeforeEach
    void makeFolder() throws IOException {
        root = Files.createDirectory(temp.resolve("root"));
        folder = CsvRoots.of(root.toString()).folder(root.toString());
    }

    @Test
    void findsTheFilesOfAGlobInTheOrderOfTheirNames() throws IOException {
        for (String name : List.of("orders-2.csv", "orders-10.csv", "orders-1.csv.gz", "items.csv", "orders.txt")) {
            write(name, "");
        }

        assertThat(folder.files("orders-*.csv*")).containsExactly("orders-1.csv.gz", "orders-10.csv", "orders-2.csv");
        assertThat(folder.files("orders-?.csv")).containsExactly("orders-2.csv");
        assertThat(folder.files("{items,orders}*.{csv,txt}"))
                .containsExactly("items.csv", "orders-10.csv", "orders-2.csv", "orders.txt");
        assertThat(folder.files("items.csv")).containsExactly("items.csv");
    }

    @Test
    void findsTheFilesOfAGlobInSubFolders() throws IOException {
        for (String name : List.of("2017/01/orders.csv", "2017/02/orders.csv", "2018/01/orders.csv", "orders.csv")) {
            write(name, "");
        }
        Files.createDirectory(root.resolve("2019"));

        assertThat(folder.files("2017/*/orders.csv")).containsExactly("2017/01/orders.csv", "2017/02/orders.csv");
        assertThat(folder.files("*/01/*.csv")).containsExactly("2017/01/orders.csv", "2018/01/orders.csv");
        assertThat(folder.files("*.csv")).containsExactly("orders.csv");
        assertThat(read("2018/01/orders.csv")).isEmpty();
    }

    @Test
    void aWildcardMatchesNoLeadingDot() throws IOException {
        write(".orders.csv", "");
        write("orders.csv", "");

        assertThat(folder.files("*.csv")).containsExactly("orders.csv");
        assertThat(folder.files(".*.csv")).containsExactly(".orders.csv");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders-*.csv | matches no file",
                "*/orders.csv | matches no file",
                "orders.csv | is missing",
                "/etc/*.conf | is absolute; expected a path relative to the folder",
                "../*.csv | has a name that is empty, '.' or '..'",
                "a/../../*.csv | has a name that is empty, '.' or '..'",
                "./orders.csv | has a name that is empty, '.' or '..'",
                "a//orders.csv | has a name that is empty, '.' or '..'",
                "'' | has a name that is empty, '.' or '..'",
                "**/orders.csv | has '**'; expected a pattern for each sub-folder, such as */*.csv"
            })
    void refusesAGlobThatFindsNothing(String glob, String reason) throws IOException {
        Files.createDirectory(root.resolve("a"));
        refused(() -> folder.files(glob), glob + ": " + reason);
    }

    @Test
    void refusesAGlobThatIsNone() {
        assertThatThrownBy(() -> folder.files("orders-[1.csv"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "Invalid value " + root + " for configuration csv.dir: orders-[1.csv: is no glob: ");
        refused(() -> folder.files("a\0*"), "a\0*: is no path");
    }

    @Test
    void refusesAFolderAmongTheFiles() throws IOException {
        write("orders-1.csv", "");
        Files.createDirectory(root.resolve("orders-2.csv"));

        refused(() -> folder.files("orders-*.csv"), "orders-2.csv: is no file");
        refused(() -> folder.open("orders-2.csv"), "orders-2.csv: is no file");
    }

    @Test
    void refusesAMissingFile() throws IOException {
        write("orders.csv", "");

        refused(() -> folder.open("items.csv"), "items.csv: is missing");
        refused(() -> folder.open("a/items.csv"), "a: is missing");
        refused(() -> folder.open("orders.csv/items.csv"), "orders.csv/items.csv: is missing");
    }

    @Test
    void refusesLinksThatLeadOutOfTheRoots() throws IOException {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("secret.csv"), "a\n");
        link("folder", outside);
        link("file.csv", outside.resolve("secret.csv"));

        refused(() -> folder.files("*.csv"), "file.csv: " + OUTSIDE);
        refused(() -> folder.files("file.csv"), "file.csv: " + OUTSIDE);
        refused(() -> folder.files("folder/*.csv"), "folder: " + OUTSIDE);
        refused(() -> folder.files("*/secret.csv"), "file.csv: " + OUTSIDE);
        refused(() -> folder.open("file.csv"), "file.csv: " + OUTSIDE);
        refused(() -> folder.open("folder/secret.csv"), "folder: " + OUTSIDE);
        refused(
                () -> folder.open("../outside/secret.csv"),
                "../outside/secret.csv: has a name that is empty, '.' or '..'");
    }

    @Test
    void doesNotTellWhetherSomethingExistsOutsideOfTheRoots() throws IOException {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        link("no-file", outside.resolve("no"));
        Files.createDirectory(root.resolve("a"));
        link("a/no-file", outside.resolve("no"));
        link("no-folder", temp.resolve("no"));

        refused(() -> folder.open("no-file"), "no-file: " + OUTSIDE);
        refused(() -> folder.files("no-fil?"), "no-file: " + OUTSIDE);
        refused(() -> folder.files("[a]/no-file"), "a/no-file: " + OUTSIDE);
        refused(() -> folder.open("no-folder/x"), "no-folder: " + OUTSIDE);
    }

    @Test
    void takesLinksThatStayWithinTheRoots() throws IOException {
        write("data/orders.csv", "a\n1\n");
        link("link.csv", root.resolve("data/orders.csv"));
        link("link", root.resolve("data"));

        assertThat(folder.files("*.csv")).containsExactly("link.csv");
        assertThat(folder.files("*/*.csv")).containsExactly("data/orders.csv", "link/orders.csv");
        assertThat(read("link.csv")).isEqualTo("a\n1\n");
        assertThat(read("link/orders.csv")).isEqualTo("a\n1\n");
    }

    @Test
    void readsGzip() throws IOException {
        write("a.csv.gz", gzip("a\n1\n"));
        write("B.CSV.GZ", gzip(""));

        assertThat(read("a.csv.gz")).isEqualTo("a\n1\n");
        assertThat(read("B.CSV.GZ")).isEmpty();
    }

    @Test
    void readsGzipOfSeveralMembers() throws IOException {
        write("a.csv.gz", concat(gzip("a\n1"), gzip(""), gzip("\n2\n")));

        assertThat(read("a.csv.gz")).isEqualTo("a\n1\n2\n");
    }

    @Test
    void readsGzipWithAllThatAHeaderMayHave() throws IOException {
        byte[] plain = gzip("a\n1\n");
        byte[] header = {0x1f, (byte) 0x8b, 8, 0x1f, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3, 'n', 0, 'c', 0, 9, 9};
        write("a.csv.gz", concat(header, Arrays.copyOfRange(plain, 10, plain.length)));

        assertThat(read("a.csv.gz")).isEqualTo("a\n1\n");
    }

    @Test
    void readsZstd() throws IOException {
        write("a.csv.zst", Zstd.compress("a\n1\n".getBytes(UTF_8)));
        write("b.csv.zst", concat(Zstd.compress("a\n".getBytes(UTF_8)), Zstd.compress("1\n".getBytes(UTF_8))));
        write("c.csv.zst", Zstd.compress(new byte[0]));

        assertThat(read("a.csv.zst")).isEqualTo("a\n1\n");
        assertThat(read("b.csv.zst")).isEqualTo("a\n1\n");
        assertThat(read("c.csv.zst")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"large.csv.gz", "large.csv.zst"})
    void readsLargeCompressedFiles(String name) throws IOException {
        String text = largeText();
        write(name, concat(compress(name, text), compress(name, text)));

        assertThat(read(name)).isEqualTo(text + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv.gz", "a.csv.zst"})
    void aByteOrderMarkInACompressedFileIsNoPartOfTheFirstName(String name) throws IOException {
        write(name, compress(name, "\uFEFFa,b\n1,2\n"));

        assertThat(rows(name)).containsExactly("row: 2 1|2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv", "a.csv.gz", "a.csv.zst"})
    void aFileOfAnEmptyTextIsEmpty(String name) throws IOException {
        write(name, compress(name, ""));

        try (CsvFile file = CsvFile.open(name, folder.open(name), CsvDialect.DEFAULT, List.of())) {
            assertThat(file.isEmpty()).isTrue();
        }
    }

    @Test
    void readsATableOfSeveralFilesEachByItsOwnHeader() throws IOException {
        write("t-1.csv", "a,b\n1,2\n");
        write("t-2.csv.gz", gzip("b,x,a\r\n4,x,3\r\n"));
        write("t-3.csv.zst", Zstd.compress("\uFEFFx,a,b\n\"x\n\",5,6".getBytes(UTF_8)));
        write("t-4.csv", "");

        List<String> rows = new ArrayList<>();
        for (String file : folder.files("t-*")) {
            rows.addAll(rows(file));
        }
        assertThat(rows).containsExactly("row: 2 1|2", "row: 2 3|4", "row: 2 5|6");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cut-off.csv.gz | ends in the middle of its compressed data",
                "cut-off.csv.zst | Truncated source",
                "no-bytes.csv.gz | has no bytes, not even those of an empty text",
                "no-bytes.csv.zst | has no bytes, not even those of an empty text",
                "plain-text.csv.gz | has bytes that are no gzip",
                "plain-text.csv.zst | Unknown frame descriptor",
                "plain-text-after-it.csv.gz | has bytes that are no gzip",
                "plain-text-after-it.csv.zst | Unknown frame descriptor",
                "changed-checksum.csv.gz | its checksum does not match",
            })
    void namesADamagedFile(String name, String reason) throws IOException {
        byte[] whole = compress(name, largeText());
        byte[] text = "a,b\n1,2\n".getBytes(UTF_8);
        byte[] changed = whole.clone();
        changed[changed.length - 6] ^= 1;
        write(
                name,
                switch (name.substring(0, name.indexOf('.'))) {
                    case "cut-off" -> Arrays.copyOf(whole, whole.length / 2);
                    case "no-bytes" -> new byte[0];
                    case "plain-text" -> text;
                    case "plain-text-after-it" -> concat(whole, text);
                    default -> changed;
                });

        assertThatThrownBy(() -> rows(name))
                .isInstanceOf(IOException.class)
                .hasMessage(name + ": cannot be read: " + reason);
    }

    @Test
    void aGzipFileCutOffAnywhereIsDamaged() throws IOException {
        byte[] whole = concat(gzip("a\n1\n"), gzip("2\n3\n"));
        int first = gzip("a\n1\n").length;
        for (int length = 0; length < whole.length; length++) {
            if (length != first) {
                write("a.csv.gz", Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> read("a.csv.gz"))
                        .as("%d bytes", length)
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith("a.csv.gz: cannot be read: ");
            }
        }
    }

    @Test
    void aGzipFileWithAChangedByteNeverReadsAsAnotherText() throws IOException {
        byte[] whole = concat(gzip("a\n1\n"), gzip("2\n3\n"));
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 0x55;
            write("a.csv.gz", changed);
            String read;
            try {
                read = read("a.csv.gz");
            } catch (IOException e) {
                assertThat(e).hasMessageStartingWith("a.csv.gz: cannot be read: ");
                continue;
            }
            // What a header says of time and system is no part of the text.
            assertThat(read).as("byte %d", i).isEqualTo("a\n1\n2\n3\n");
        }
    }

    private List<String> rows(String name) throws IOException {
        List<CsvColumn> columns = List.of(new CsvColumn("a", false), new CsvColumn("b", false));
        try (InputStream bytes = folder.open(name);
                CsvFile file = CsvFile.open(name, bytes, CsvDialect.DEFAULT, columns)) {
            return ReadRows.of(file, 2);
        }
    }

    private String read(String name) throws IOException {
        try (InputStream bytes = folder.open(name)) {
            return new String(bytes.readAllBytes(), UTF_8);
        }
    }

    private static String largeText() {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("a,b\n");
        for (int i = 0; i < 20_000; i++) {
            text.append(random.nextLong()).append(',').append(i).append('\n');
        }
        return text.toString();
    }

    private void write(String name, String text) throws IOException {
        write(name, text.getBytes(UTF_8));
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private void link(String name, Path target) throws IOException {
        Files.createSymbolicLink(root.resolve(name), target);
    }

    private static byte[] compress(String name, String text) throws IOException {
        if (name.endsWith(".gz")) {
            return gzip(text);
        }
        byte[] bytes = text.getBytes(UTF_8);
        return name.endsWith(".zst") ? Zstd.compress(bytes) : bytes;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    private void refused(ThrowingCallable call, String reason) {
        assertThatThrownBy(call)
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value " + root + " for configuration csv.dir: " + reason);
    }
}
