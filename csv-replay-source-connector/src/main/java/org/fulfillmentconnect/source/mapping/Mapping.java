package org.fulfillmentconnect.source.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fulfillmentconnect.source.digest.Sha256;

/**
 * What is read, how it is joined, and what is made of it.
 *
 * @param digest tells mappings apart: equal for the same JSON, however it is indented. The order of names counts, as it
 *     decides the order of fields, and which of two bad values of a row is told
 * @param tables in the order of the JSON
 * @param kinds in the order of the JSON
 */
public record Mapping(String digest, List<Table> tables, List<RecordKind> kinds) {
    public Mapping {
        tables = List.copyOf(tables);
        kinds = List.copyOf(kinds);
    }

    /**
     * Reads and checks a mapping.
     *
     * @throws MappingException if it cannot be used; it lists every problem with its path in the JSON
     */
    public static Mapping parse(String json) throws MappingException {
        JsonNode node = MappingJson.read(json);
        Problems problems = new Problems();
        MappingReader reader = new MappingReader(JsonPlace.root(node, problems));
        List<Table> tables = reader.tables();
        List<RecordKind> kinds = reader.kinds(tables);
        problems.throwIfAny();
        return new Mapping(Sha256.shortHex(node.toString()), tables, kinds);
    }

    /**
     * The built-in mapping of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Mapping builtIn(String name) {
        String json = Resources.builtIn(name);
        try {
            return parse(json);
        } catch (MappingException e) {
            throw new IllegalStateException("the built-in mapping " + name + " is wrong", e);
        }
    }

    /** The names of the built-in mappings. */
    public static List<String> builtInNames() {
        return Resources.builtIn();
    }

    /** Whether the rows tell up to when the data know the world. If not, that must be said. */
    public boolean derivesAsOf() {
        for (Table table : tables) {
            for (int i = 0; i < table.width(); i++) {
                if (table.observed(i)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The topics that the records go to, each with whether events do. */
    public Map<String, Boolean> topics(String log) {
        Map<String, Boolean> topics = new TreeMap<>();
        for (RecordKind kind : kinds) {
            for (Output output : kind.outputs()) {
                String own = output.topic();
                topics.merge(own == null ? log : own, output.isEvent(), Boolean::logicalOr);
            }
        }
        return topics;
    }

    /** Whether entity records would go to a topic of events, where they are no events. */
    public boolean mixesEntitiesWithEvents(String log) {
        Map<String, Boolean> events = topics(log);
        return kinds.stream()
                .flatMap(kind -> kind.outputs().stream())
                .anyMatch(output -> !output.isEvent() && events.getOrDefault(String.valueOf(output.topic()), false));
    }
}
