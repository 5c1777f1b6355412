package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alerts, the dashboard and their page agree with each other. Whether the metrics exist is asked by {@link MonitoringIT}. */
class MonitoringFilesTest {
    private static final int GRID_COLUMNS = 24;

    @Test
    void theAlertsFireOnWhatTheyAreForAndOnNothingElse() throws Exception {
        assumeTrue(isOnPath("promtool"), "promtool is not on the PATH: the alerts are not tried (Debian: prometheus)");
        promtool("check", "config", "monitoring/prometheus.yml");
        promtool("test", "rules", "local-stack/quickstart/src/test/resources/monitoring/alerts-test.yml");
    }

    @Test
    void everyAlertIsTried() {
        String tests = MonitoringFiles.page("local-stack/quickstart/src/test/resources/monitoring/alerts-test.yml");
        assertThat(MonitoringFiles.matches(Pattern.compile("alertname=\"(\\w+)\""), tests))
                .isEqualTo(alerts());
    }

    @Test
    void everyAlertIsExplainedWithItsSeverity() {
        Set<String> rows = MonitoringFiles.matches(
                Pattern.compile("^\\| (`Fulfillment\\w+` \\| \\w+) \\|", Pattern.MULTILINE),
                MonitoringFiles.page("docs/monitoring.md"));
        Set<String> expected = new TreeSet<>();
        alertRules()
                .forEach(rule -> expected.add("`" + rule.path("alert").asText() + "` | "
                        + rule.path("labels").path("severity").asText()));
        assertThat(rows).isEqualTo(expected);
    }

    @Test
    void everyAlertSaysWhatHappenedAndWhatToRead() {
        assertThat(alertRules()).isNotEmpty().allSatisfy(rule -> {
            JsonNode annotations = rule.path("annotations");
            assertThat(rule.path("labels").path("severity").asText()).isIn("critical", "warning");
            assertThat(annotations.path("summary").asText()).isNotBlank();
            assertThat(annotations.path("description").asText()).isNotBlank();
            assertThat(annotations.path("runbook").asText()).matches("docs/\\w+\\.md#[\\w-]+");
            assertAnchorExists(annotations.path("runbook").asText());
        });
    }

    @Test
    void theLinksOfThePageLeadSomewhere() {
        MonitoringFiles.matches(
                        Pattern.compile("]\\((?!\\.\\.)([^)]*#[^)]*)\\)"), MonitoringFiles.page("docs/monitoring.md"))
                .forEach(link -> assertAnchorExists("docs/" + (link.startsWith("#") ? "monitoring.md" + link : link)));
    }

    @Test
    void alertsAndPanelsUseDocumentedMetrics() {
        MonitoringFiles.expressions()
                .forEach((asker, expression) -> assertThat(MonitoringFiles.uses(expression).keySet().stream()
                                .filter(name -> !name.matches("(jvm|process)_.*")))
                        .as(asker)
                        .isSubsetOf(MonitoringFiles.documented()));
    }

    @Test
    void panelsHaveIdsOfTheirOwnAndDoNotOverlap() {
        Set<Integer> ids = new HashSet<>();
        Set<List<Integer>> cells = new HashSet<>();
        assertThat(MonitoringFiles.dashboard().path("panels")).isNotEmpty().allSatisfy(panel -> {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            JsonNode place = panel.path("gridPos");
            int right = place.path("x").asInt() + place.path("w").asInt();
            assertThat(right).isLessThanOrEqualTo(GRID_COLUMNS);
            for (int x = place.path("x").asInt(); x < right; x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    assertThat(cells.add(List.of(x, place.path("y").asInt() + y)))
                            .as(panel.path("title").asText())
                            .isTrue();
                }
            }
        });
    }

    @Test
    void theDashboardAsksTheChosenPrometheusOnly() {
        JsonNode dashboard = MonitoringFiles.dashboard();
        Set<String> variables = new HashSet<>(Set.of("__rate_interval", "__all"));
        dashboard
                .path("templating")
                .path("list")
                .forEach(variable -> variables.add(variable.path("name").asText()));
        assertThat(dashboard.findValues("datasource"))
                .isNotEmpty()
                .allSatisfy(source -> assertThat(source.path("uid").asText()).isEqualTo("${datasource}"));
        assertThat(MonitoringFiles.panels()).allSatisfy(panel -> {
            assertThat(panel.path("datasource").isObject()).isTrue();
            assertThat(panel.path("targets")).isNotEmpty().allSatisfy(target -> {
                assertThat(target.path("datasource").isObject()).isTrue();
                assertThat(target.path("expr").asText()).contains("job=~\"$job\"");
            });
        });
        assertThat(MonitoringFiles.matches(Pattern.compile("\\$\\{?(\\w+)"), dashboard.toString()))
                .isSubsetOf(variables);
    }

    private static List<JsonNode> alertRules() {
        return MonitoringFiles.rules().stream()
                .filter(rule -> rule.has("alert"))
                .toList();
    }

    private static Set<String> alerts() {
        Set<String> names = new TreeSet<>();
        alertRules().forEach(rule -> names.add(rule.path("alert").asText()));
        return names;
    }

    private static void assertAnchorExists(String link) {
        String[] parts = link.split("#", -1);
        Set<String> anchors = new HashSet<>();
        MonitoringFiles.matches(Pattern.compile("^#+ (.*)$", Pattern.MULTILINE), MonitoringFiles.page(parts[0]))
                .forEach(heading -> anchors.add(heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-')));
        assertThat(anchors).as(link).contains(parts[1]);
    }

    static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        run(command);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(MonitoringFiles.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s said:%n%s", command, output).isZero();
    }
}
