package org.fulfillmentconnect.source.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What lies beside the code: the built-in mappings, and the schema of all. */
final class Resources {
    private static final String BUILT_IN = "/mappings/";

    private Resources() {}

    /** The names of the built-in mappings. */
    static List<String> builtIn() {
        return text(BUILT_IN + "names.txt").lines().toList();
    }

    static String builtIn(String name) {
        if (!builtIn().contains(name)) {
            throw new IllegalArgumentException("no mapping " + name + " is built in; expected one of " + builtIn());
        }
        return text(BUILT_IN + name + ".json");
    }

    static String text(String resource) {
        try (InputStream in = Resources.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the plugin lacks its file " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
