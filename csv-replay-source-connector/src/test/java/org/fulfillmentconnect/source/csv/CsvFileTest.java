package org.fulfillmentconnect.source.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {
    private static final List<CsvColumn> COLUMNS =
            List.of(new CsvColumn("a", false), new CsvColumn("b", false), new CsvColumn("c", false));

    static Stream<CsvCase> cases() throws IOException {
        return CsvCase.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void reads(CsvCase csv) throws IOException {
        assertThat(csv.read(new ByteArrayInputStream(csv.bytes())))
                .as(csv.shows())
                .isEqualTo(csv.expected());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void readsWhatComesByteByByte(CsvCase csv) throws IOException {
        assertThat(csv.read(new ByteArrayInputStream(csv.bytes()) {
                    @Override
                    public int read(byte[] target, int offset, int length) {
                        return super.read(target, offset, Math.min(length, 1));
                    }
                }))
                .as(csv.shows())
                .isEqualTo(csv.expected());
    }

    @Test
    void everyCaseHasANameOfItsOwn() throws IOException {
        assertThat(CsvCase.all()).extracting(CsvCase::name).doesNotHaveDuplicates();
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
                            .collect(Collectors.joining(","));
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
    void rowsStandWhereTheyDoInLargeFilesToo() throws IOException {
        StringBuilder text = new StringBuilder("\uFEFFa,b,c\r\n");
        List<String> expected = new ArrayList<>();
        Random random = new Random(1);
        int line = 2;
        while (text.length() < 400_000) {
            String value = "é😀x\uFFFD".repeat(random.nextInt(100));
            switch (random.nextInt(4)) {
                case 0 -> {
                    text.append(value).append(",z\r\n");
                    expected.add(line++ + " ! " + value + ",z");
                }
                case 1 -> {
                    text.append("1,\"2,").append(value).append("\r\n");
                    expected.add(line++ + " ! 1,\"2," + value);
                }
                case 2 -> {
                    text.append("1,\"2\r\n2\",y").append(value).append("\r\n");
                    expected.add(line + " 1|2\r\n2|y" + value);
                    line += 2;
                }
                default -> {}
            }
            // Bad rows next to each other may be told as one.
            text.append("1,2,y").append(value).append("\r\n");
            expected.add(line++ + " 1|2|y" + value);
        }
        // How a stray quote is noticed depends on where the next quote stands.
        assertThat(read(text.toString()).stream()
                        .map(row -> row.replaceFirst(" ! [^:]*: (stray or open quote: )?", " ! "))
                        .toList())
                .isEqualTo(expected);
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
    void aRowThatItsReaderRefusesIsToldAsABadOne() throws IOException {
        List<String> bad = new ArrayList<>();
        try (CsvFile file = open("a,b,c\n1,\"2\n\",3\r\n4,5,6\n")) {
            long count = file.forEach(new Rows() {
                @Override
                public void good(CsvRow row) throws BadRowException {
                    if (row.line() == 2) {
                        throw BadRowException.future("a");
                    }
                }

                @Override
                public void bad(long line, String raw, BadRowException why) {
                    bad.add(line + " " + why.reason() + " " + why.dependsOnTheClock() + " " + raw);
                }
            });
            assertThat(count).isEqualTo(2);
        }
        assertThat(bad).containsExactly("2 a: lies in the future true 1,\"2\n\",3");
    }

    @Test
    void aRowTellsHowItStandsInTheFile() throws IOException {
        List<String> raw = new ArrayList<>();
        try (CsvFile file = open("a,b,c\n\"1\",\"2\n2\",3\r\n4,5,6")) {
            file.forEach(new Rows() {
                @Override
                public void good(CsvRow row) throws IOException {
                    raw.add(row.raw());
                }

                @Override
                public void bad(long line, String text, BadRowException why) {
                    raw.add("bad");
                }
            });
        }
        assertThat(raw).containsExactly("\"1\",\"2\n2\",3", "4,5,6");
    }

    @Test
    void aBadRowHasNoStackTrace() {
        assertThat(new BadRowException("x").getStackTrace()).isEmpty();
    }

    @Test
    void refusesADialectThatCannotBeRead() {
        assertThatThrownBy(() -> new CsvDialect('\n', '"', StandardCharsets.UTF_8, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the delimiter is a line end");
        assertThatThrownBy(() -> new CsvDialect(',', '\r', StandardCharsets.UTF_8, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the quote is a line end");
        assertThatThrownBy(() -> new CsvDialect('"', '"', StandardCharsets.UTF_8, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("delimiter and quote are the same character");
    }

    private static String fields(String row) {
        return row.replace("\"", "").replace(',', '|');
    }

    private static CsvFile open(String text) throws IOException {
        return CsvFile.open(
                "file.csv",
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                CsvDialect.DEFAULT,
                COLUMNS);
    }

    /** {@code line a|b|c} for good rows, {@code line ! reason: raw} for bad ones. */
    private static List<String> read(String text) throws IOException {
        try (CsvFile file = open(text)) {
            return ReadRows.of(file, 3).stream()
                    .map(row -> row.replaceFirst("^row: ", "").replaceFirst("^bad: (\\d+)", "$1 !"))
                    .toList();
        }
    }
}
