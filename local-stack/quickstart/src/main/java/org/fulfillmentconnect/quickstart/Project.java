package org.fulfillmentconnect.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The checkout: what was built in it and what it ships.
 *
 * @param root the folder of README.md
 */
public record Project(Path root) {
    /** The connector JSON of the replay source. */
    public static final String SOURCE = "olist-replay";

    /** The connector JSON of the projection. */
    public static final String PROJECTION = "shipment-projection";

    /** The connector JSON of the lane KPIs. */
    public static final String KPI = "lane-kpi";

    /** The module that holds the sink of {@link #KPI}. */
    public static final String KPI_PLUGIN = "lane-kpi-sink";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The modules that are plugins. */
    static final List<String> PLUGIN_MODULES =
            List.of("csv-replay-source-connector", "fulfillment-smt", "shipment-projection-sink", KPI_PLUGIN);

    public Project {
        root = root.toAbsolutePath().normalize();
    }

    /** The parents of the built plugin folders, for {@code plugin.path}. */
    public List<Path> pluginPath() {
        List<Path> parents = PLUGIN_MODULES.stream()
                .map(module -> root.resolve(module).resolve("target/plugin"))
                .toList();
        for (Path parent : parents) {
            if (!Files.isDirectory(parent)) {
                throw new IllegalStateException(
                        parent + " is missing: build the plugins first with: mvn -B package -DskipTests");
            }
        }
        return parents;
    }

    /** The one of {@link #pluginPath()} that a module has built. */
    public Path pluginPath(String module) {
        Path parent = root.resolve(module).resolve("target/plugin");
        return pluginPath().stream().filter(parent::equals).findFirst().orElseThrow();
    }

    /** The shipped settings of a worker. */
    public Path workerProperties() {
        return root.resolve("connector-configs/worker.properties");
    }

    Path sampleData() {
        return root.resolve("local-stack/sample-data");
    }

    /** The connector JSON as it is shipped: the flat map that {@code PUT /connectors/NAME/config} takes. */
    public JsonNode connector(String name) {
        return read(root.resolve("connector-configs").resolve(name + ".json"));
    }

    /** The JSON that reads corrected dead letters into the stores of a sink. */
    JsonNode redrive(String sink) {
        return connector("redrive/" + sink);
    }

    /** The shipped declarations of topics. */
    public List<JsonNode> topics() {
        try (Stream<Path> files = Files.list(root.resolve("connector-configs/topics"))) {
            return files.sorted().map(Project::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
