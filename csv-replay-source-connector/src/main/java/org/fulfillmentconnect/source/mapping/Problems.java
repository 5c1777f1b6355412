package org.fulfillmentconnect.source.mapping;

import java.util.ArrayList;
import java.util.List;

/** What was found wrong so far; all of it is told at once. */
final class Problems {
    private final List<String> found = new ArrayList<>();

    void add(String path, String what) {
        found.add(path + ": " + what);
    }

    void throwIfAny() throws MappingException {
        if (!found.isEmpty()) {
            throw new MappingException(found);
        }
    }
}
