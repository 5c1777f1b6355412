package org.fulfillmentconnect.opsqueries;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code docs/ops-search.md} shows every query as it is. {@code -Dops.docs.update=true} writes the parts that are made of the
 * collection anew: of each section all above its answer.
 */
class OpsSearchDocTest {
    private static final Path DOC = Path.of("..", "docs", "ops-search.md");
    private static final Pattern ASKED = Pattern.compile("^Asked with (.*):$", Pattern.MULTILINE);
    private static final Pattern VALUE = Pattern.compile("`(\\w+)=([^`]*)`");
    private static final String ANSWER = "\n**Answer";

    static List<OpsQuery> queries() {
        return OpsQueries.load().all();
    }

    @BeforeAll
    static void update() throws IOException {
        if (!Boolean.getBoolean("ops.docs.update")) {
            return;
        }
        String page = Files.readString(DOC);
        for (OpsQuery query : queries()) {
            String section = section(page, query);
            String made = made(section);
            page = page.replace(section, expected(query, section) + section.substring(made.length()));
        }
        Files.writeString(DOC, page);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void showsTheQueryAsItIs(OpsQuery query) throws IOException {
        String section = section(Files.readString(DOC), query);

        assertThat(made(section)).isEqualTo(expected(query, section));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void showsAnAnswer(OpsQuery query) throws IOException {
        String section = section(Files.readString(DOC), query);

        assertThat(section.substring(made(section).length()).length()).isGreaterThan(100);
    }

    @Test
    void listsEveryQueryAndNoOther() throws IOException {
        String page = Files.readString(DOC);
        List<String> listed = new ArrayList<>();
        Matcher line = Pattern.compile("^- `([a-z-]+)`: \\[", Pattern.MULTILINE).matcher(page);
        while (line.find()) {
            listed.add(line.group(1));
        }

        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        queries().stream().map(OpsQuery::name).toList());
    }

    private static String section(String page, OpsQuery query) {
        String heading = "## " + query.title() + "\n";
        assertThat(page).contains(heading).contains("- `" + query.name() + "`: [" + query.title() + "](#");
        int begin = page.indexOf(heading);
        int end = page.indexOf("\n## ", begin);
        return page.substring(begin, end < 0 ? page.length() : end);
    }

    private static String made(String section) {
        assertThat(section).contains(ANSWER);
        return section.substring(0, section.indexOf(ANSWER));
    }

    private static String expected(OpsQuery query, String section) {
        Matcher asked = ASKED.matcher(section);
        assertThat(asked.find()).as("Asked with").isTrue();
        Map<String, List<String>> given = new HashMap<>();
        Matcher value = VALUE.matcher(asked.group(1));
        while (value.find()) {
            given.computeIfAbsent(value.group(1), name -> new ArrayList<>()).add(value.group(2));
        }
        return new QuerySection(query, query.bind(given, Instant.EPOCH), asked.group()).text();
    }
}
