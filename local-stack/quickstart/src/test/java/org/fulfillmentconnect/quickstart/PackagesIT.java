package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.fulfillmentconnect.quickstart.Matrix.Format;
import org.fulfillmentconnect.stack.ConnectWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The zips as they are handed out: what is in them, and that unzipping them into {@code plugin.path} installs them. */
class PackagesIT {
    static final List<String> PLUGINS = Project.PLUGIN_MODULES;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Project PROJECT = PipelineFixture.PROJECT;
    private static final Set<String> OURS = Set.of("fulfillment-model", "fulfillment-smt");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @FieldSource("PLUGINS")
    void aZipHoldsNothingThatTheWorkerBrings(String plugin) throws IOException {
        unzip(zipOf(plugin), folder);
        assertThat(jars(home(plugin)))
                .isNotEmpty()
                .noneMatch(jar -> jar.matches("(connect-|kafka|slf4j|log4j|logback|jspecify|zstd).*"));
    }

    @ParameterizedTest
    @FieldSource("PLUGINS")
    void aZipTellsWhatItIs(String plugin) throws IOException {
        unzip(zipOf(plugin), folder);
        JsonNode manifest = JSON.readTree(home(plugin).resolve("manifest.json").toFile());
        assertThat(manifest.path("name").asText()).isEqualTo(plugin);
        assertThat(home(plugin).getFileName()).hasToString("fulfillmentconnect-" + plugin + "-" + version(manifest));
        assertThat(manifest.toString()).doesNotContain("${");
        assertThat(home(plugin).resolve("doc/LICENSE")).isRegularFile();
        assertThat(home(plugin).resolve("etc/worker.properties")).isRegularFile();
        assertThat(home(plugin).resolve("etc/monitoring/alerts.yml")).isRegularFile();
    }

    @ParameterizedTest
    @FieldSource("PLUGINS")
    void everyLibraryHasItsLicenceAndItsPlaceInTheBillOfMaterials(String plugin) throws IOException {
        unzip(zipOf(plugin), folder);
        String licences = Files.readString(home(plugin).resolve("doc/third-party-licenses.txt"));
        Set<String> components = new TreeSet<>();
        JSON.readTree(home(plugin).resolve("doc/sbom.cdx.json").toFile())
                .path("components")
                .forEach(component -> components.add(component.path("name").asText() + "-"
                        + component.path("version").asText() + ".jar"));
        Set<String> jars = jars(home(plugin));
        assertThat(jars.removeIf(jar -> jar.startsWith(plugin + "-"))).isTrue();
        assertThat(components).isEqualTo(jars);
        jars.removeIf(jar -> OURS.stream().anyMatch(jar::startsWith));
        for (String jar : jars) {
            String artifact = jar.replaceFirst("-([0-9][^-]*)\\.jar$", ":$1");
            assertThat(licences).containsPattern("\\(\\S.*\\) .*\\(\\S+:\\Q" + artifact + "\\E ");
        }
    }

    @ParameterizedTest
    @FieldSource("PLUGINS")
    void eachZipInstallsAlone(String plugin) throws IOException {
        unzip(zipOf(plugin), folder.resolve("plugins"));
        PipelineFixture shared = PipelineFixture.shared();
        try (ConnectWorker worker = ConnectWorker.in(folder)
                .properties(PROJECT.workerProperties())
                .broker(shared.stack.kafka())
                .setting("group.id", "alone-" + plugin)
                .setting("config.storage.topic", "alone-" + plugin + "-configs")
                .setting("offset.storage.topic", "alone-" + plugin + "-offsets")
                .setting("status.storage.topic", "alone-" + plugin + "-status")
                .pluginPath(List.of(folder.resolve("plugins")))
                .start()) {
            String version = version(JSON.readTree(
                    home("plugins", plugin).resolve("manifest.json").toFile()));
            assertThat(oursIn(worker.rest().plugins()))
                    .isNotEmpty()
                    .allSatisfy(found -> assertThat(found.path("version").asText())
                            .as(found.toString())
                            .isEqualTo(version))
                    .extracting(found -> found.path("class").asText())
                    .containsExactlyInAnyOrderElementsOf(oursIn(shared.rest.plugins()).stream()
                            .map(found -> found.path("class").asText())
                            .filter(name -> pluginOf(name).equals(plugin))
                            .toList());
        }
    }

    /** Its libraries include a Jackson 2.12, which it needs to talk to the registry. */
    @Test
    void thePackRunsBesideAPluginThatBringsAnOlderJackson() throws Exception {
        Path plugins = folder.resolve("plugins");
        unzip(zip(PROJECT.root().resolve("pack/target"), "fulfillment-connect-"), plugins);
        try (Stream<Path> homes = Files.list(plugins)) {
            assertThat(homes).hasSameSizeAs(PLUGINS);
        }
        Path other = Format.AVRO.plugins().get(0);
        assertThat(jars(other)).anyMatch(jar -> jar.startsWith("jackson-databind-2.12."));
        List<Path> pluginPath = new ArrayList<>(Format.AVRO.plugins());
        pluginPath.add(plugins);
        PipelineStack.Settings settings = new PipelineStack.Settings(
                folder,
                PROJECT.sampleData(),
                PipelineStack.Releases.ofWorker(Optional.empty()),
                PipelineStack.Ports.FREE,
                Map.of(),
                pluginPath,
                Format.AVRO.workerSettings(),
                List.of());
        try (SchemaRegistryStandIn registry = SchemaRegistryStandIn.start();
                PipelineStack stack = PipelineStack.start(PROJECT, settings)) {
            Pipeline pipeline = new Pipeline(stack, PROJECT, Format.AVRO.settings(registry));
            pipeline.awaitDrained(pipeline.create(), PipelineFixture.TIMEOUT, progress -> {});
            LaneKpis kpis = new LaneKpis(
                    stack.postgres().jdbcUrl(),
                    stack.postgres().user(),
                    stack.postgres().password(),
                    "public");
            assertThat(Digests.of(new Projection(stack.elasticsearch().url()), kpis))
                    .isEqualTo(PipelineIT.sampleDigests());
        }
    }

    private static String version(JsonNode manifest) {
        return manifest.path("version").asText();
    }

    private Path home(String plugin) throws IOException {
        return home("", plugin);
    }

    private Path home(String parent, String plugin) throws IOException {
        try (Stream<Path> homes = Files.list(folder.resolve(parent))) {
            return homes.filter(home -> home.getFileName().toString().startsWith("fulfillmentconnect-" + plugin + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<JsonNode> oursIn(JsonNode plugins) {
        List<JsonNode> ours = new ArrayList<>();
        plugins.forEach(plugin -> {
            if (plugin.path("class").asText().startsWith("org.fulfillmentconnect.")) {
                ours.add(plugin);
            }
        });
        return ours;
    }

    private static String pluginOf(String className) {
        return switch (className.split("\\.", -1)[2]) {
            case "source" -> "csv-replay-source-connector";
            case "smt" -> "fulfillment-smt";
            case "projection" -> "shipment-projection-sink";
            case "kpi" -> "lane-kpi-sink";
            default -> className;
        };
    }

    private static Set<String> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Set<String> jars = new TreeSet<>();
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .forEach(jars::add);
            return jars;
        }
    }

    private static Path zipOf(String plugin) throws IOException {
        return zip(PROJECT.root().resolve(plugin).resolve("target"), "fulfillmentconnect-" + plugin + "-");
    }

    private static Path zip(Path target, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)
                            && file.toString().endsWith(".zip"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no zip in " + target));
        }
    }

    private static void unzip(Path zip, Path into) throws IOException {
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path file = into.resolve(entry.getName()).normalize();
                assertThat(file.startsWith(into)).isTrue();
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(entries, file);
                }
            }
        }
    }
}
