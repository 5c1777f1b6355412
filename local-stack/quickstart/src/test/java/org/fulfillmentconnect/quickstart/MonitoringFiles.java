package org.fulfillmentconnect.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code monitoring/} asks of the metrics, and what its page in the documentation says of them. */
final class MonitoringFiles {
    static final Path ROOT = PipelineFixture.PROJECT.root();
    static final Path FOLDER = ROOT.resolve("monitoring");

    /** Labels that Prometheus adds to what it reads. */
    static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

    private static final Pattern METRIC = Pattern.compile("`((?:fulfillment|kafka)_[a-z_]+)`");
    private static final Pattern USE =
            Pattern.compile("(?<![:\\w])((?:fulfillment|kafka|jvm|process)_[a-z_]+)(?![\\w:])(?:\\{([^}]*)})?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)(?:=~|!~|!=|=)\"");

    private MonitoringFiles() {}

    static JsonNode dashboard() {
        return read(new ObjectMapper(), FOLDER.resolve("grafana-dashboard.json"));
    }

    /** The rules of all groups. */
    static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        read(new YAMLMapper(), FOLDER.resolve("alerts.yml"))
                .path("groups")
                .forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }

    /** The panels that show something, in the order of the file. */
    static List<JsonNode> panels() {
        List<JsonNode> panels = new ArrayList<>();
        dashboard().path("panels").forEach(panel -> {
            if (!panel.path("type").asText().equals("row")) {
                panels.add(panel);
            }
        });
        return panels;
    }

    /** By what asks it, what is asked: of the alerts, of the panels, of the variables. */
    static Map<String, String> expressions() {
        Map<String, String> expressions = new LinkedHashMap<>();
        for (JsonNode rule : rules()) {
            expressions.put(
                    "rule " + rule.path("alert").asText() + rule.path("record").asText(),
                    rule.path("expr").asText());
        }
        for (JsonNode panel : panels()) {
            panel.path("targets")
                    .forEach(target -> expressions.put(
                            "panel " + panel.path("id") + " "
                                    + panel.path("title").asText() + " "
                                    + target.path("refId").asText(),
                            target.path("expr").asText()));
        }
        dashboard().path("templating").path("list").forEach(variable -> {
            if (variable.path("type").asText().equals("query")) {
                expressions.put(
                        "variable " + variable.path("name").asText(),
                        variable.path("definition").asText());
            }
        });
        return expressions;
    }

    /** The metrics that an expression names, each with the labels by which it selects. */
    static Map<String, Set<String>> uses(String expression) {
        Map<String, Set<String>> uses = new TreeMap<>();
        Matcher use = USE.matcher(expression);
        while (use.find()) {
            Set<String> labels = uses.computeIfAbsent(use.group(1), name -> new TreeSet<>());
            if (use.group(2) != null) {
                LABEL.matcher(use.group(2))
                        .results()
                        .map(found -> found.group(1))
                        .forEach(labels::add);
            }
        }
        return uses;
    }

    /** The metrics that the page lists, without those of the JVM. */
    static Set<String> documented() {
        return matches(METRIC, page("docs/monitoring.md"));
    }

    /**
     * The attributes in one of the page's tables, with the names that they have in Prometheus.
     *
     * @param heading of the table's chapter, such as {@code ### KPIs}
     */
    static Map<String, String> attributes(String heading) {
        String page = page("docs/monitoring.md");
        int start = page.indexOf("\n" + heading + "\n");
        String chapter = page.substring(start, page.indexOf("\n### ", start + 1));
        Map<String, String> attributes = new TreeMap<>();
        Pattern.compile("^\\| `([a-z-]+)` \\| `(fulfillment_[a-z_]+)` \\|", Pattern.MULTILINE)
                .matcher(chapter)
                .results()
                .forEach(row -> attributes.put(row.group(1), row.group(2)));
        return attributes;
    }

    static Set<String> matches(Pattern pattern, String text) {
        TreeSet<String> found = new TreeSet<>();
        pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .forEach(found::add);
        return found;
    }

    static String page(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(ObjectMapper mapper, Path file) {
        try {
            return mapper.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
