package org.fulfillmentconnect.bench;

import java.util.Map;
import java.util.TreeMap;

/** Of faults of several kinds, how many hit a load midway: one that comes too late shows nothing. */
final class Midway {
    /** By kind: whether any of it hit midway. */
    private final Map<String, Boolean> kinds = new TreeMap<>();

    private int hits;

    /** Notes one fault, and whether it found its load not complete. */
    void note(String kind, boolean midway) {
        kinds.merge(kind, midway, Boolean::logicalOr);
        hits += midway ? 1 : 0;
    }

    /** How many hit midway. */
    int hits() {
        return hits;
    }

    /** Whether of each kind that was noted one at least hit midway. */
    boolean eachKind() {
        return !kinds.containsValue(false);
    }
}
