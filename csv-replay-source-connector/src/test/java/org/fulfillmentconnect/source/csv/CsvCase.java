package org.fulfillmentconnect.source.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One case of cases.txt.
 *
 * @param file as it is escaped there
 * @param expected what is told of its file, as {@link #read} tells it
 */
record CsvCase(
        String name, String shows, CsvDialect dialect, List<CsvColumn> columns, String file, List<String> expected) {

    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9A-F]{4}|[nrts\\\\])");
    private static final Pattern BYTE = Pattern.compile("\\\\x[0-9A-F]{2}");

    static List<CsvCase> all() throws IOException {
        try (InputStream in = CsvCase.class.getResourceAsStream("/csv/cases.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("\n\n+", -1))
                    .filter(block -> !block.startsWith("#"))
                    .map(CsvCase::parse)
                    .toList();
        }
    }

    private static CsvCase parse(String block) {
        String name = "";
        String shows = "";
        CsvDialect dialect = CsvDialect.DEFAULT;
        List<CsvColumn> columns = columns("a b c");
        String file = "";
        List<String> expected = new ArrayList<>();
        for (String line : block.strip().split("\n", -1)) {
            String key = line.substring(0, line.indexOf(':'));
            String value = line.substring(line.indexOf(':') + 1).strip();
            switch (key) {
                case "dialect" -> dialect = dialect(value);
                case "columns" -> columns = columns(value);
                case "file" -> file = value;
                case "row", "bad", "refused", "empty" -> expected.add(key + ": " + text(value));
                default -> {
                    name = key;
                    shows = value;
                }
            }
        }
        return new CsvCase(name, shows, dialect, columns, file, expected);
    }

    /** What is told of a file with this case's dialect and columns. */
    List<String> read(InputStream bytes) throws IOException {
        try (CsvFile csv = CsvFile.open("file.csv", bytes, dialect, columns)) {
            List<String> rows = ReadRows.of(csv, columns.size());
            return csv.isEmpty() ? List.of("empty: true") : rows;
        } catch (CsvFormatException e) {
            return List.of("refused: " + e.getMessage());
        }
    }

    private static CsvDialect dialect(String text) {
        CsvDialect dialect = CsvDialect.DEFAULT;
        for (String part : text.split(" ", -1)) {
            String value = text(part.substring(part.indexOf('=') + 1));
            dialect = switch (part.substring(0, part.indexOf('='))) {
                case "delimiter" ->
                    new CsvDialect(value.charAt(0), dialect.quote(), dialect.charset(), dialect.nullMarker());
                case "quote" ->
                    new CsvDialect(
                            dialect.delimiter(),
                            value.equals("none") ? null : value.charAt(0),
                            dialect.charset(),
                            dialect.nullMarker());
                case "charset" ->
                    new CsvDialect(dialect.delimiter(), dialect.quote(), Charset.forName(value), dialect.nullMarker());
                case "null" -> new CsvDialect(dialect.delimiter(), dialect.quote(), dialect.charset(), value);
                default -> throw new IllegalArgumentException(part);
            };
        }
        return dialect;
    }

    private static List<CsvColumn> columns(String text) {
        return Stream.of(text.split(" ", -1))
                .map(name -> new CsvColumn(name.replace("?", ""), name.endsWith("?")))
                .toList();
    }

    /** With what stands for line ends, blanks and UTF-16 units replaced. */
    private static String text(String escaped) {
        return ESCAPE.matcher(escaped)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group().startsWith("\\u")
                                ? String.valueOf(
                                        (char) Integer.parseInt(escape.group().substring(2), 16))
                                : escape.group().translateEscapes()));
    }

    /** What is escaped as a byte is that byte; all else is ASCII. */
    byte[] bytes() {
        String latin1 = BYTE.matcher(file)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(escape.group().substring(2), 16))));
        return text(latin1).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return name;
    }
}
