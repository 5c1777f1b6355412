package org.fulfillmentconnect.source.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The mappings that are shipped as examples. */
final class Examples {
    static final Path FOLDER = Path.of("..", "connector-configs", "mappings");

    private Examples() {}

    static Mapping mapping(String name) {
        try {
            return Mapping.parse(Files.readString(FOLDER.resolve(name + ".json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MappingException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
