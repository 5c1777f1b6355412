package org.fulfillmentconnect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
    private static final TableFormat FORMAT = new TableFormat("table.csv", List.of("a", "b", "c"));

    @Test
    void readsRowsByTheHeadersNames() throws IOException {
        assertThat(read("a,b,c\n1,2,3\n4,5,6\n")).containsExactly("2 1|2|3", "3 4|5|6");
    }

    @Test
    void theOrderOfColumnsAndFurtherOnesDoNotMatter() throws IOException {
        assertThat(read("c,x,a,b\n3,x,1,2\n")).containsExactly("2 1|2|3");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
        assertThat(read("\uFEFFa,b,c\n1,2,3\n")).containsExactly("2 1|2|3");
        assertThat(read("\uFEFF\"a\",b,c\n1,2\n")).containsExactly("2 ! expected 3 fields but found 2: 1,2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void takesAnyLineEnd(String end) throws IOException {
        assertThat(read(String.join(end, "a,b,c", "1,2,3", "bad", "\"4\",\"x" + end + "y\",6", "worse", "7,8,9", "")))
                .containsExactly(
                        "2 1|2|3",
                        "3 ! expected 3 fields but found 1: bad",
                        "4 4|x" + end + "y|6",
                        "6 ! expected 3 fields but found 1: worse",
                        "7 7|8|9");
    }

    @Test
    void theLastLineNeedsNoEnd() throws IOException {
        assertThat(read("a,b,c\n1,2,3\n4,5,6")).containsExactly("2 1|2|3", "3 4|5|6");
        assertThat(read("a,b,c\n1,2,3\n4,5")).containsExactly("2 1|2|3", "3 ! expected 3 fields but found 2: 4,5");
    }

    @Test
    void quotesMayHoldDelimitersLineEndsAndQuotes() throws IOException {
        assertThat(read("a,b,c\n\"1,1\",\"2\n\n2\",\"3\"\"3\"\n4,5,6\n"))
                .containsExactly("2 1,1|2\n\n2|3\"3", "5 4|5|6");
    }

    @Test
    void valuesAreNotTrimmedAndEmptyOnesAreAbsent() throws IOException {
        assertThat(read("a,b,c\n 1 ,,\"\"\n")).containsExactly("2  1 |null|null");
    }

    @Test
    void blankLinesAreNoRows() throws IOException {
        assertThat(read("a,b,c\n\n1,2,3\n\n\n4,5,6\n\n")).containsExactly("3 1|2|3", "6 4|5|6");
    }

    @Test
    void aLineOfAPairOfQuotesIsABadRow() throws IOException {
        List<String> rows = read("a,b,c\n\"\"\n1,2,3\n\n\"\"");

        assertThat(rows).hasSize(3).contains("3 1|2|3");
        assertThat(rows)
                .filteredOn(row -> row.contains("expected 3 fields but found 1"))
                .hasSize(2);
    }

    @Test
    void aFileMayHaveNoRows() throws IOException {
        assertThat(read("a,b,c\n")).isEmpty();
        assertThat(read("a,b,c")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A quote that is never closed.
                "\"1,2,3",
                "1,\"2,3",
                "1,2,\"",
                // More after a closing quote.
                "\"1\"x,2,3",
                "1,\"2\"\"\"x,3",
                // Wrong number of fields.
                "1,2",
                "1,2,3,4"
            })
    void aBadRowTakesNoGoodOnesWithIt(String bad) throws IOException {
        List<String> around = List.of("g,o,1", "\"g\",\"o\",\"2\"", "\"g\n\",o,3");
        for (String before : around) {
            for (String after : around) {
                List<String> rows = read("a,b,c\n" + before + "\n" + bad + "\n" + after + "\ng,o,4\n");
                int line = before.contains("\n") ? 4 : 3;
                assertThat(rows).hasSize(4);
                assertThat(rows.get(0)).isEqualTo("2 " + fields(before));
                assertThat(rows.get(1)).startsWith(line + " ! ").endsWith(": " + bad);
                assertThat(rows.get(2)).isEqualTo((line + 1) + " " + fields(after));
                assertThat(rows.get(3)).isEqualTo((after.contains("\n") ? line + 3 : line + 2) + " g|o|4");
            }
        }
    }

    @Test
    void aBadRowOfSeveralLinesIsRejectedOnce() throws IOException {
        assertThat(read("a,b,c\n1,\"x\ny\nz\",3,4\n5,6,7\n"))
                .containsExactly("2 ! expected 3 fields but found 4: 1,\"x\ny\nz\",3,4", "5 5|6|7");
    }

    @Test
    void anOpenQuoteInTheLastRowIsRejected() throws IOException {
        assertThat(read("a,b,c\n1,2,3\n4,5,\"6"))
                .containsExactly("2 1|2|3", "3 ! cannot be parsed: stray or open quote: 4,5,\"6");
    }

    @Test
    void everyGoodRowIsReadWhateverBadOnesStandBetween() throws IOException {
        List<String> bad = List.of("\"open,quote", "one", "a,\"stray\"quote,c", "1,2,3,4", "\"\"\",\"");
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder("a,b,c\n");
            List<String> good = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                if (random.nextInt(4) == 0) {
                    text.append(bad.get(random.nextInt(bad.size())));
                } else {
                    String row = IntStream.of(i, i, i)
                            .mapToObj(n -> switch (random.nextInt(3)) {
                                case 0 -> "\"g" + n + "\ng\"";
                                case 1 -> "\"g" + n + "\"";
                                default -> "g" + n;
                            })
                            .reduce((x, y) -> x + "," + y)
                            .orElseThrow();
                    good.add(fields(row));
                    text.append(row);
                }
                text.append(random.nextBoolean() ? "\n" : "\r\n");
            }
            List<String> rows = read(text.toString()).stream()
                    .filter(row -> !row.contains("!"))
                    .map(row -> row.substring(row.indexOf(' ') + 1))
                    .filter(row -> row.startsWith("g"))
                    .toList();
            assertThat(rows).as("seed %d", seed).containsExactlyElementsOf(good);
        }
    }

    @Test
    void anOverlongRowIsRejectedAndTheNextOnesAreRead() throws IOException {
        String longValue = "x".repeat(3 << 20);
        assertThat(read("a,b,c\n1,2,3\n" + longValue + ",2,3\n4,5,6\n"))
                .extracting(row -> row.substring(0, Math.min(row.length(), 44)))
                .containsExactly("2 1|2|3", "3 ! is longer than 1048576 characters: xxxxx", "4 4|5|6");
        assertThat(read("a,b,c\n1,2,\"" + (longValue + "\n4,5,6\n")))
                .hasSize(2)
                .last()
                .isEqualTo("3 4|5|6");
    }

    @Test
    void aQuoteThatIsNeverClosedInALargeFileCostsOneRow() throws IOException {
        StringBuilder text = new StringBuilder("a,b,c\n1,2,\"3\n");
        for (int i = 0; i < 200_000; i++) {
            text.append("good,row,").append(i).append('\n');
        }
        List<String> rows = read(text.toString());
        assertThat(rows).hasSize(200_001);
        assertThat(rows.get(0)).isEqualTo("2 ! is longer than 1048576 characters: 1,2,\"3");
        assertThat(rows.get(200_000)).isEqualTo("200002 good|row|199999");
    }

    @Test
    void rowsJustBelowTheLimitAreRead() throws IOException {
        String value = "x".repeat((1 << 20) - 20_000);
        String row = value + ",2,3\n";
        assertThat(read("a,b,c\n" + row + row + row + "4,5,6\n"))
                .extracting(text -> text.substring(0, 3))
                .containsExactly("2 x", "3 x", "4 x", "5 4");
    }

    @Test
    void bytesThatAreNoUtf8AreRejected() throws IOException {
        byte[] bytes = "a,b,c\n1,2,3\n4,\u00e3,6\n7,8,9\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(read(bytes)).containsExactly("2 1|2|3", "3 ! is not valid UTF-8: 4,\uFFFD,6", "4 7|8|9");
    }

    @Test
    void refusesAFileWithoutHeader() {
        assertThatThrownBy(() -> read(""))
                .isInstanceOf(TableFormatException.class)
                .hasMessage("table.csv: is empty; expected a header");
    }

    @Test
    void refusesAHeaderThatCannotBeParsed() {
        assertThatThrownBy(() -> read("\"a,b,c\n1,2,3\n"))
                .isInstanceOf(TableFormatException.class)
                .hasMessage("table.csv: the header cannot be parsed");
    }

    @Test
    void refusesAMissingColumn() {
        assertThatThrownBy(() -> read("a,B,c\n1,2,3\n"))
                .isInstanceOf(TableFormatException.class)
                .hasMessage("table.csv: column b is missing in the header");
    }

    @Test
    void refusesAColumnThatStandsTwice() {
        assertThatThrownBy(() -> read("a,b,c,b\n1,2,3,4\n"))
                .isInstanceOf(TableFormatException.class)
                .hasMessage("table.csv: column b stands twice in the header");
    }

    private static String fields(String row) {
        return row.replace("\"", "").replace(',', '|');
    }

    private static List<String> read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code line a|b|c} for good rows, {@code line ! reason: raw} for bad ones. */
    private static List<String> read(byte[] bytes) throws IOException {
        List<String> rows = new ArrayList<>();
        try (CsvTable table = CsvTable.open(FORMAT, new ByteArrayInputStream(bytes))) {
            long count = table.forEach(new CsvTable.Rows() {
                @Override
                public void good(CsvRow row) {
                    rows.add(row.line() + " " + row.text("a") + "|" + row.text("b") + "|" + row.text("c"));
                }

                @Override
                public void bad(long line, String raw, BadRowException why) {
                    rows.add(line + " ! " + why.reason() + ": " + raw);
                }
            });
            assertThat(count).isEqualTo(rows.size());
        }
        return rows;
    }
}
