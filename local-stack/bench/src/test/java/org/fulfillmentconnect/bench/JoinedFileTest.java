package org.fulfillmentconnect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinedFileTest {
    @TempDir
    private Path folder;

    @Test
    void joinsAllCsvFilesAndEndsEachWithALine() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("b.csv"), "b1\nb2");
        Files.writeString(data.resolve("a.csv"), "a1\n");
        Files.writeString(data.resolve("empty.csv"), "");
        Files.writeString(data.resolve("notes.txt"), "none of it\n");

        JoinedFile joined = JoinedFile.write(data, folder.resolve("joined"));

        assertThat(joined.path()).hasContent("a1\nb1\nb2\n");
        assertThat(joined.lines()).isEqualTo(3);
    }
}
