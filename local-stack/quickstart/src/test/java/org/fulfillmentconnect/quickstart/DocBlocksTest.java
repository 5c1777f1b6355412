package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every block of code in the documentation is of a kind that some test looks at. */
class DocBlocksTest {
    private static final Path ROOT = PipelineFixture.PROJECT.root();
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Pages whose commands no test of the build runs, and what does. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "docs/docker.md", "compose/test.sh, which needs Docker",
            "docs/ops-search.md", "OpsSearchDocTest compares it with the queries that OpsQueriesIT asks",
            "docs/monitoring.md", "MonitoringIT gives a worker the same agent",
            "docs/strimzi.md", "none has run: they need Kubernetes, as the page says; StrimziTest reads the resources");

    /** No commands: what is written down, and what is printed. */
    private static final Set<String> NO_COMMANDS = Set.of("", "json", "properties", "yaml", "java");

    static Stream<DocPage.Block> blocks() {
        return DocPage.all(ROOT).stream().flatMap(page -> page.blocks().stream());
    }

    @Test
    void everyPageWithCommandsIsRun() {
        Set<String> withCommands = new TreeSet<>();
        blocks().filter(block -> !NO_COMMANDS.contains(block.language()))
                .forEach(block -> withCommands.add(block.page()));

        Set<String> run = new TreeSet<>(DocCommandsIT.PAGES);
        run.addAll(ELSEWHERE.keySet());
        assertThat(withCommands).isSubsetOf(run);
        assertThat(withCommands).containsAll(ELSEWHERE.keySet());
    }

    @Test
    void everyCommandIsShellOrSql() {
        assertThat(blocks().map(DocPage.Block::language).filter(language -> !NO_COMMANDS.contains(language)))
                .isNotEmpty()
                .allMatch(List.of("sh", "sql")::contains);
    }

    static Stream<DocPage.Block> json() {
        return blocks().filter(block -> block.language().equals("json"));
    }

    @ParameterizedTest
    @MethodSource("json")
    void jsonCanBeRead(DocPage.Block block) {
        String text = block.text().strip();
        // Some settings of a connector are shown without the braces around them.
        String whole = text.startsWith("{") || text.startsWith("[") ? text : "{" + text.replaceFirst(",$", "") + "}";

        assertThatCode(() -> JSON.readTree(whole)).as("%s%n%s", block, text).doesNotThrowAnyException();
    }
}
