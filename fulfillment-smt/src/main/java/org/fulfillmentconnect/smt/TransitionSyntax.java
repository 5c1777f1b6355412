package org.fulfillmentconnect.smt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.fulfillmentconnect.model.TransitionTable;
import org.fulfillmentconnect.model.TransitionTable.Transition;
import org.jspecify.annotations.Nullable;

/** A transition table as a list of texts, the lowest rank first. */
final class TransitionSyntax {
    static final String ITEM = "EVENT_TYPE -> STATE [from STATE|STATE...] [terminal]";

    private static final String NAME = "[A-Za-z][A-Za-z0-9_]*";
    private static final Pattern ITEM_PATTERN = Pattern.compile("(?<event>" + NAME + ")\\s*->\\s*(?<state>" + NAME + ")"
            + "(?:\\s+from\\s+(?<from>" + NAME + "(?:\\s*\\|\\s*" + NAME + ")*))?(?<terminal>\\s+terminal)?");
    private static final Pattern BAR = Pattern.compile("\\s*\\|\\s*");

    private TransitionSyntax() {}

    /**
     * Reads a table.
     *
     * @param setting the setting that the items come from, for the messages
     * @throws ConfigException naming the item that is wrong and what was expected
     */
    static TransitionTable parse(String setting, List<String> items) {
        if (items.isEmpty()) {
            throw new ConfigException(setting, items, "expected at least one item of the form " + ITEM);
        }
        Map<String, Transition> transitions = new LinkedHashMap<>();
        for (String item : items) {
            int rank = transitions.size() + 1;
            Matcher parts = ITEM_PATTERN.matcher(item.trim());
            if (!parts.matches()) {
                throw new ConfigException(setting, item, "item " + rank + ": expected " + ITEM);
            }
            String eventType = parts.group("event");
            String from = parts.group("from");
            Transition transition = new Transition(
                    parts.group("state"),
                    rank,
                    from == null ? List.of() : List.of(BAR.split(from, -1)),
                    parts.group("terminal") != null);
            if (transitions.put(eventType, transition) != null) {
                throw new ConfigException(
                        setting,
                        item,
                        "item " + rank + ": expected each event type once but found a second " + eventType);
            }
        }
        refuseUnknownFromStates(setting, items, transitions);
        return new TransitionTable(transitions);
    }

    private static void refuseUnknownFromStates(
            String setting, List<String> items, Map<String, Transition> transitions) {
        Set<String> states =
                transitions.values().stream().map(Transition::toState).collect(Collectors.toUnmodifiableSet());
        for (Transition transition : transitions.values()) {
            for (String state : transition.fromStates()) {
                if (!states.contains(state)) {
                    int rank = transition.rank();
                    throw new ConfigException(
                            setting,
                            items.get(rank - 1),
                            "item " + rank + ": expected from-states that an item leads to but found " + state);
                }
            }
        }
    }

    /** The items that {@link #parse} reads this table from. */
    static List<String> render(TransitionTable table) {
        List<Map.Entry<String, Transition>> rows =
                new ArrayList<>(table.transitions().entrySet());
        rows.sort(Comparator.comparingInt(row -> row.getValue().rank()));
        return rows.stream().map(row -> render(row.getKey(), row.getValue())).toList();
    }

    private static String render(String eventType, Transition transition) {
        return eventType + " -> " + transition.toState()
                + (transition.fromStates().isEmpty() ? "" : " from " + String.join("|", transition.fromStates()))
                + (transition.terminal() ? " terminal" : "");
    }

    /** Refuses a list that {@link #parse} cannot read. */
    static final class Validator implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, @Nullable Object value) {
            if (value == null) {
                throw new ConfigException(name, null, "expected at least one item of the form " + ITEM);
            }
            parse(name, ((List<?>) value).stream().map(String::valueOf).toList());
        }

        @Override
        public String toString() {
            return "items of the form " + ITEM;
        }
    }
}
