package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotGeneratorTest {
    @TempDir
    private Path folder;

    @Test
    void writesTheSampleThatIsShipped() throws IOException {
        Path shipped = new Project(Path.of("../..")).sampleData();

        new SnapshotGenerator(SampleCommand.SAMPLE_ORDERS, SampleCommand.SAMPLE_SEED).writeTo(folder);

        try (Stream<Path> files = Files.list(shipped)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(4);
            for (Path file : all) {
                assertThat(folder.resolve(file.getFileName())).hasSameBinaryContentAs(file);
            }
        }
    }

    @Test
    void writesOtherOrdersForAnotherSeed() throws IOException {
        new SnapshotGenerator(10, 1).writeTo(folder.resolve("one"));
        new SnapshotGenerator(10, 2).writeTo(folder.resolve("two"));

        String orders = "olist_orders_dataset.csv";
        assertThat(Files.readString(folder.resolve("one").resolve(orders)))
                .isNotEqualTo(Files.readString(folder.resolve("two").resolve(orders)));
    }
}
