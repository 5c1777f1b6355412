package org.fulfillmentconnect.source.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRootsTest {
    private static final String OUTSIDE =
            "lies below none of the folders that this worker allows (FULFILLMENT_CSV_ROOTS)";

    @TempDir
    private Path temp;

    private Path root;
    private Path data;
    private CsvRoots roots;

    @BeforeEach
    void makeFolders() throws IOException {
        root = Files.createDirectory(temp.resolve("root"));
        data = Files.createDirectory(root.resolve("data"));
        roots = CsvRoots.of(root.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ":"})
    void allowsNothingWhereNoRootIsSet(String setting) {
        refused(
                "csv.dir",
                () -> CsvRoots.of(setting).folder(data.toString()),
                data.toString(),
                "this worker allows no folder to be read. Its operator sets FULFILLMENT_CSV_ROOTS in the worker's"
                        + " environment (or the system property fulfillment.csv.roots) to the allowed folders,"
                        + " separated by ':'");
    }

    @Test
    void takesSeveralRootsAndTheRootItself() {
        String several = String.join(File.pathSeparator, temp.resolve("missing").toString(), root.toString());

        assertThat(CsvRoots.of(several).folder(data.toString())).isNotNull();
        assertThat(CsvRoots.of(several).folder(root.toString())).isNotNull();
    }

    @Test
    void takesLinksThatLeadIntoTheRoots() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link"), root);

        assertThat(roots.folder(link.resolve("data").toString())).isNotNull();
        assertThat(CsvRoots.of(link.toString()).folder(data.toString())).isNotNull();
    }

    @Test
    void refusesAFolderOutsideOfTheRoots() throws IOException {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Path link = Files.createSymbolicLink(root.resolve("link"), outside);
        Path loop = root.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        for (Path dir : List.of(
                outside,
                link,
                Files.createDirectory(temp.resolve("root-of-others")),
                root.resolve("../outside"),
                data.resolve("../../outside"),
                loop)) {
            refused("csv.dir", () -> roots.folder(dir.toString()), dir.toString(), OUTSIDE);
        }
    }

    @Test
    void doesNotTellWhetherSomethingExistsOutsideOfTheRoots() throws IOException {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Path link = Files.createSymbolicLink(root.resolve("link"), outside);
        Path nowhere = Files.createSymbolicLink(root.resolve("nowhere"), temp.resolve("no"));
        for (Path dir : List.of(temp.resolve("no"), link.resolve("no"), nowhere, nowhere.resolve("no"))) {
            refused("csv.dir", () -> roots.folder(dir.toString()), dir.toString(), OUTSIDE);
        }
    }

    @Test
    void refusesAFolderThatIsNone() throws IOException {
        String missing = data.resolve("missing/too").toString();
        String file = Files.writeString(root.resolve("file"), "").toString();

        refused("csv.dir", () -> roots.folder(missing), missing, "does not exist");
        refused("csv.dir", () -> roots.folder(file), file, "is no directory");
        refused("csv.dir", () -> roots.folder("a\0b"), "a\0b", "is no path");
    }

    @Test
    void readsAMappingFromTheFolderOrElsewhereBelowTheRoots() throws IOException {
        Files.writeString(data.resolve("mapping.json"), "\uFEFF{\"é\": 1}");
        Files.writeString(root.resolve("other.json"), "{}");
        CsvFolder folder = roots.folder(data.toString());

        assertThat(roots.readMapping("mapping.json", folder)).isEqualTo("{\"é\": 1}");
        assertThat(roots.readMapping("../other.json", folder)).isEqualTo("{}");
        assertThat(roots.readMapping(root.resolve("other.json").toString(), folder))
                .isEqualTo("{}");
    }

    @Test
    void refusesAMappingOutsideOfTheRoots() throws IOException {
        Path outside = Files.writeString(temp.resolve("mapping.json"), "{}");
        Files.createSymbolicLink(data.resolve("link.json"), outside);
        Files.createSymbolicLink(data.resolve("nowhere.json"), temp.resolve("no"));
        CsvFolder folder = roots.folder(data.toString());

        for (String path : List.of(
                "../../mapping.json", outside.toString(), "link.json", "nowhere.json", "../../no.json", "/no.json")) {
            refused("mapping", () -> roots.readMapping(path, folder), path, OUTSIDE);
        }
    }

    @Test
    void refusesAMappingThatCannotBeRead() throws IOException {
        Files.createDirectory(data.resolve("folder"));
        Files.write(data.resolve("latin1.json"), new byte[] {'"', (byte) 0xe3, '"'});
        Files.writeString(data.resolve("large.json"), " ".repeat((1 << 20) + 1));
        CsvFolder folder = roots.folder(data.toString());

        refused("mapping", () -> roots.readMapping("no.json", folder), "no.json", "does not exist");
        refused("mapping", () -> roots.readMapping("folder", folder), "folder", "is no file");
        refused("mapping", () -> roots.readMapping("latin1.json", folder), "latin1.json", "is not valid UTF-8");
        refused("mapping", () -> roots.readMapping("large.json", folder), "large.json", "is larger than 1048576 bytes");
        refused("mapping", () -> roots.readMapping("a\0b", folder), "a\0b", "is no path");
    }

    private static void refused(String setting, ThrowingCallable call, String value, String reason) {
        assertThatThrownBy(call)
                .isInstanceOf(ConfigException.class)
                .hasMessage("Invalid value " + value + " for configuration " + setting + ": " + reason);
    }
}
