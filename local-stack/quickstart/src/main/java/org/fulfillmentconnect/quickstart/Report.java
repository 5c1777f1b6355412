package org.fulfillmentconnect.quickstart;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * What came out, for programs.
 *
 * @param laneRows rows of {@code route_stats_daily}
 * @param secondsPerStage from the creation of the connectors until the stage was drained
 * @param digests by index or view
 */
record Report(
        String bootstrapServers,
        String connectUrl,
        String elasticsearchUrl,
        String jdbcUrl,
        String jdbcUser,
        String jdbcPassword,
        Map<String, Long> eventsByType,
        Map<String, Long> states,
        long laneRows,
        long laneSamples,
        long laneLate,
        long cards,
        long timelineDocuments,
        Map<String, Double> secondsPerStage,
        Map<String, String> digests) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static Report read(Path file) {
        try {
            return JSON.readValue(file.toFile(), Report.class);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the report " + file, e);
        }
    }

    /** Writes the file whole or not at all: whoever waits for it never reads half of it. */
    void writeTo(Path file) {
        Path target = file.toAbsolutePath();
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
            Files.writeString(partial, JSON.writeValueAsString(this) + System.lineSeparator());
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report " + target, e);
        }
    }
}
