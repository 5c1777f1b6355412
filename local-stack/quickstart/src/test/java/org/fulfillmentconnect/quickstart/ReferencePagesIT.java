package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages in {@code docs/reference} say what the worker says of the settings. {@code -Dreference.update=true} writes them
 * anew.
 */
class ReferencePagesIT {
    /** Settings that Connect itself gives to every connector and transform. */
    private static final Set<String> FRAMEWORK_GROUPS = Set.of(
            "Common",
            "Transforms",
            "Predicates",
            "Error Handling",
            "Topic Creation",
            "Exactly Once Support",
            "offsets.topic",
            "Offsets");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source.CsvReplaySourceConnector",
                "projection.ShipmentProjectionSinkConnector",
                "kpi.LaneKpiSinkConnector",
                "smt.JudgeDelivery",
                "smt.DeriveState",
                "smt.InsertEventId",
                "smt.IsOwnedBy",
                "smt.HasEventType"
            })
    void areCurrent(String plugin) throws Exception {
        PipelineFixture fixture = PipelineFixture.shared();
        String simpleName = plugin.substring(plugin.indexOf('.') + 1);
        String page = page("org.fulfillmentconnect." + plugin, simpleName, settings(fixture, plugin));
        Path file = fixture.project.root().resolve("docs/reference").resolve(simpleName + ".md");
        if (Boolean.getBoolean("reference.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, page);
        }

        assertThat(file).content().isEqualTo(page);
    }

    private static JsonNode settings(PipelineFixture fixture, String plugin) throws IOException, InterruptedException {
        URI uri = URI.create(
                fixture.stack.connect().url() + "/connector-plugins/org.fulfillmentconnect." + plugin + "/config");
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return new com.fasterxml.jackson.databind.ObjectMapper().readTree(response.body());
    }

    private static String page(String className, String simpleName, JsonNode settings) {
        List<String> lines = new ArrayList<>();
        lines.add("# " + simpleName);
        lines.add("");
        lines.add("`" + className + "`. Generated from the plugin's own definitions; do not edit.");
        String group = "";
        for (JsonNode setting : settings) {
            if (FRAMEWORK_GROUPS.contains(setting.path("group").asText())) {
                continue;
            }
            if (!setting.path("group").asText("Settings").equals(group)) {
                group = setting.path("group").asText("Settings");
                lines.addAll(List.of("", "## " + group));
            }
            lines.addAll(List.of("", "### `" + setting.path("name").asText() + "`", ""));
            lines.add(setting.path("documentation").asText().strip());
            lines.add("");
            String value = setting.path("default_value").asText("");
            lines.add("- type " + setting.path("type").asText().toLowerCase(java.util.Locale.ROOT) + ", importance "
                    + setting.path("importance").asText().toLowerCase(java.util.Locale.ROOT)
                    + (setting.path("required").asBoolean()
                            ? ", required"
                            // A password's default is always empty, and always shown hidden.
                            : ", default "
                                    + (value.isEmpty() || value.equals("[hidden]") ? "empty" : "`" + value + "`")));
        }
        return String.join("\n", lines) + "\n";
    }
}
