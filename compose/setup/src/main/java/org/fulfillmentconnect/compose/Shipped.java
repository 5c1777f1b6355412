package org.fulfillmentconnect.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that the project ships.
 *
 * @param folder holds {@code connector-configs}, {@code overrides} and {@code kibana}
 */
record Shipped(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The declarations of topics. */
    List<JsonNode> topics() throws IOException {
        return list(folder.resolve("connector-configs/topics"), ".json").stream()
                .map(Shipped::read)
                .toList();
    }

    /**
     * The connector JSON as it is shipped, with what {@code overrides} has for the stack in Docker laid over it; sinks before
     * sources, so that a sink follows the replay from its first event.
     */
    List<JsonNode> connectors() throws IOException {
        return list(folder.resolve("connector-configs"), ".json").stream()
                .map(this::connector)
                .sorted(Comparator.comparing(connector -> !connector.has("topics")))
                .toList();
    }

    /** Kibana's saved objects. */
    List<Path> kibanaObjects() throws IOException {
        return list(folder.resolve("kibana"), ".ndjson");
    }

    private JsonNode connector(Path file) {
        JsonNode connector = read(file);
        Path override = folder.resolve("overrides").resolve(file.getFileName());
        if (Files.exists(override)) {
            ((ObjectNode) connector).setAll((ObjectNode) read(override));
        }
        return connector;
    }

    private static List<Path> list(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
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
