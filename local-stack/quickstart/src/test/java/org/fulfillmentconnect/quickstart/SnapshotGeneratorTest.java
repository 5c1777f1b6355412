package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
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

    @Test
    void putsItemsAndCustomersOfALargeSetInOtherOrdersThanTheOrders() throws IOException {
        new SnapshotGenerator(20_000, 1).writeTo(folder);

        List<String> orders = column("olist_orders_dataset.csv", 0);
        List<String> ofItems =
                column("olist_order_items_dataset.csv", 0).stream().distinct().toList();
        List<String> customersOfOrders = column("olist_orders_dataset.csv", 1);
        List<String> customers = column("olist_customers_dataset.csv", 0);

        assertThat(orders).hasSize(20_000).containsAll(ofItems);
        assertThat(ofItems)
                .isNotEqualTo(
                        orders.stream().filter(new HashSet<>(ofItems)::contains).toList());
        assertThat(customers)
                .containsExactlyInAnyOrderElementsOf(customersOfOrders)
                .isNotEqualTo(customersOfOrders);
    }

    @Test
    void drawsTheNumbersOfJavasOwnRandom() {
        Random java = new Random(-7);
        SnapshotRandom own = new SnapshotRandom(-7);

        for (int bound : new int[] {1, 2, 3, 1_000, 1 << 30, (1 << 30) + 1, Integer.MAX_VALUE}) {
            for (int i = 0; i < 100; i++) {
                assertThat(own.nextInt(bound)).isEqualTo(java.nextInt(bound));
            }
        }
        assertThat(own.nextInt()).isEqualTo(java.nextInt());
        assertThat(own.nextBoolean()).isEqualTo(java.nextBoolean());
    }

    private List<String> column(String file, int column) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve(file))) {
            return lines.skip(1).map(line -> line.split(",", -1)[column]).toList();
        }
    }
}
