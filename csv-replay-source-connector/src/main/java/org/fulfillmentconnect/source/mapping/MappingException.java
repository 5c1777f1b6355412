package org.fulfillmentconnect.source.mapping;

import java.util.List;

/** A mapping that cannot be used. The message lists every problem, each with its path in the JSON. */
public final class MappingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    MappingException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each: where, what, and what was expected. */
    public List<String> problems() {
        return problems;
    }
}
