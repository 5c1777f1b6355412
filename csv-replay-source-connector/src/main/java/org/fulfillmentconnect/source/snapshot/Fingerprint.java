package org.fulfillmentconnect.source.snapshot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a data set's sequence of events depends on, by content: a digest of each file, and the settings that change the
 * events. Not where the files are.
 *
 * @param parts by name, in the order in which they are written
 */
public record Fingerprint(Map<String, String> parts) {
    private static final String ABSENT = "none";

    public Fingerprint {
        parts = new LinkedHashMap<>(parts);
    }

    public static Fingerprint parse(String text) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : text.split(" ", -1)) {
            int equals = part.indexOf('=');
            parts.put(equals < 0 ? part : part.substring(0, equals), equals < 0 ? "" : part.substring(equals + 1));
        }
        return new Fingerprint(parts);
    }

    /** This one with a further part. */
    public Fingerprint with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(parts);
        more.put(name, value);
        return new Fingerprint(more);
    }

    /** What changed from this to the other, such as {@code time.zone (was UTC, is Europe/Berlin)}. */
    public List<String> changesTo(Fingerprint other) {
        List<String> changes = new ArrayList<>();
        Map<String, String> names = new LinkedHashMap<>(other.parts);
        parts.forEach(names::putIfAbsent);
        for (String name : names.keySet()) {
            String was = parts.getOrDefault(name, ABSENT);
            String is = other.parts.getOrDefault(name, ABSENT);
            if (!was.equals(is)) {
                changes.add(name + " (was " + was + ", is " + is + ")");
            }
        }
        return changes;
    }

    /** One line of text, equal if and only if the fingerprints are. */
    @Override
    public String toString() {
        return parts.entrySet().stream()
                .map(part -> part.getKey() + "=" + part.getValue())
                .collect(Collectors.joining(" "));
    }
}
