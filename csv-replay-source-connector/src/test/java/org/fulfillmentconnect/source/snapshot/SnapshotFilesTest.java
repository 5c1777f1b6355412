package org.fulfillmentconnect.source.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fulfillmentconnect.source.csv.BadRowException;
import org.fulfillmentconnect.source.csv.CsvFormatException;
import org.fulfillmentconnect.source.csv.CsvRoots;
import org.fulfillmentconnect.source.csv.CsvRow;
import org.fulfillmentconnect.source.csv.Rows;
import org.fulfillmentconnect.source.mapping.Mapping;
import org.fulfillmentconnect.source.mapping.MappingException;
import org.fulfillmentconnect.source.mapping.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFilesTest {
    private static final String MAPPING = """
            {
              "tables": {
                "orders": {
                  "files": "orders-*.csv",
                  "columns": {"number": "text", "ordered": {"type": "time", "observed": true}}
                }
              },
              "records": {
                "order": {"from": "orders", "key": "number", "events": [{"type": "ORDER_PLACED", "at": "ordered"}]}
              }
            }
            """;

    @TempDir
    private Path folder;

    private Mapping mapping;
    private Table orders;

    @BeforeEach
    void parseMapping() throws MappingException {
        mapping = Mapping.parse(MAPPING);
        orders = mapping.tables().get(0);
    }

    @Test
    void anEmptyFileAmongOthersIsPassedOver() throws IOException {
        write("orders-1.csv", "");
        write("orders-2.csv", "number,ordered\n1,\n2,\n");
        SnapshotFiles files = files();

        assertThat(read(files)).containsExactly("1:2", "1:3");
        assertThat(files.rowsByFile()).hasToString("{orders-1.csv=0, orders-2.csv=2}");
    }

    @Test
    void refusesATableWithoutAnyHeader() throws IOException {
        write("orders-1.csv", "");
        write("orders-2.csv", "\uFEFF");

        assertThatThrownBy(() -> read(files()))
                .isInstanceOf(CsvFormatException.class)
                .hasMessage("orders-1.csv, orders-2.csv: is empty; expected a header");
    }

    @Test
    void readsTheSameFilesAgain() throws IOException {
        write("orders-1.csv", "number,ordered\n1,\n");
        SnapshotFiles files = files();

        assertThat(read(files)).isEqualTo(read(files));
    }

    @Test
    void aFileThatChangesBetweenTwoReadingsIsNoticed() throws IOException {
        write("orders-1.csv", "number,ordered\n1,\n");
        write("orders-2.csv", "number,ordered\n2,\n");
        SnapshotFiles files = files();
        read(files);
        write("orders-2.csv", "number,ordered\n3,\n");

        assertThatThrownBy(() -> read(files))
                .isInstanceOf(IOException.class)
                .hasMessage("orders-1.csv, orders-2.csv: changed while being read");
    }

    private SnapshotFiles files() {
        return new SnapshotFiles(CsvRoots.of(folder.toString()).folder(folder.toString()), mapping);
    }

    /** {@code file:line} of each row. */
    private List<String> read(SnapshotFiles files) throws IOException {
        List<String> rows = new ArrayList<>();
        files.read(orders, file -> new Rows() {
            @Override
            public void good(CsvRow row) {
                rows.add(file + ":" + row.line());
            }

            @Override
            public void bad(long line, String raw, BadRowException why) {
                throw new AssertionError(why);
            }
        });
        return rows;
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
