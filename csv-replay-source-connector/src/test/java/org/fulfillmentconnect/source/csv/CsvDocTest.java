package org.fulfillmentconnect.source.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/csv.md}: what it says of each case is shown by the tests that it names. */
class CsvDocTest {
    private static final Path DOC = Path.of("..", "docs", "csv.md");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Path MAPPING_CASES = Path.of("src", "test", "resources", "mapping", "cases.txt");
    private static final String TABLE = "| case | what happens | shown by |";
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern MAPPING_CASE = Pattern.compile("^=== ([^:]+):", Pattern.MULTILINE);
    private static final Pattern TEST_METHOD = Pattern.compile("@\\w*Test\\b.*?\\bvoid (\\w+)\\(", Pattern.DOTALL);

    @Test
    void everyCaseNamesTestsThatExist() throws IOException {
        Set<String> tests = tests();

        assertThat(named()).hasSizeGreaterThan(80).isSubsetOf(tests);
    }

    @Test
    void everyLineNamesATest() throws IOException {
        assertThat(lines())
                .hasSizeGreaterThan(40)
                .allSatisfy(line -> assertThat(line).matches("\\| .+ \\| .+ \\| `.+` \\|"));
    }

    @Test
    void everyCaseOfTheFileIsInTheTable() throws IOException {
        assertThat(named())
                .containsAll(CsvCase.all().stream().map(CsvCase::name).toList());
    }

    /** The lines of the table, without those that are headings. */
    private static List<String> lines() throws IOException {
        return Files.readString(DOC)
                .lines()
                .dropWhile(line -> !line.equals(TABLE))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .filter(line -> !line.startsWith("| **"))
                .toList();
    }

    private static Set<String> named() throws IOException {
        Set<String> names = new LinkedHashSet<>();
        for (String line : lines()) {
            names.addAll(all(NAME, line.substring(line.lastIndexOf(" | "))));
        }
        return names;
    }

    private static Set<String> tests() throws IOException {
        Set<String> tests = new LinkedHashSet<>(all(MAPPING_CASE, Files.readString(MAPPING_CASES)));
        CsvCase.all().forEach(csv -> tests.add(csv.name()));
        List<Path> classes;
        try (Stream<Path> files = Files.walk(TESTS)) {
            classes =
                    files.filter(file -> file.toString().endsWith("Test.java")).toList();
        }
        for (Path file : classes) {
            String name = file.getFileName().toString().replace(".java", "");
            all(TEST_METHOD, Files.readString(file)).forEach(method -> tests.add(name + "." + method));
        }
        return tests;
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
