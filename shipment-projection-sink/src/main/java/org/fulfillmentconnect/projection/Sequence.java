package org.fulfillmentconnect.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.fulfillmentconnect.model.EventType;
import org.jspecify.annotations.Nullable;

/**
 * How far an order came, how long its steps took, and where the data break the expected sequence.
 *
 * @param at the steps that happened, with their times
 */
record Sequence(Map<Stage, Instant> at, boolean cancelled) {

    static Sequence of(Card card) {
        Map<Stage, Instant> at = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            Instant time = card.at(stage.event());
            if (time != null) {
                at.put(stage, time);
            }
        }
        return new Sequence(at, card.steps().containsKey(EventType.ORDER_CANCELLED));
    }

    /** The furthest step that happened, which neither a delay nor a cancellation hides; null before the first. */
    @Nullable
    Stage reached() {
        Stage furthest = null;
        for (Stage stage : at.keySet()) {
            furthest = stage;
        }
        return furthest;
    }

    /** The step that the order waits for; null where it waits for none, delivered or cancelled. */
    @Nullable
    Stage waitingFor() {
        if (cancelled) {
            return null;
        }
        Stage reached = reached();
        return reached == null ? Stage.PLACED : reached.next().orElse(null);
    }

    /** Whole seconds between two steps; null where one is missing or they happened the other way round. */
    @Nullable
    Long seconds(Stage from, Stage to) {
        Instant start = at.get(from);
        Instant end = at.get(to);
        return start == null || end == null || end.isBefore(start)
                ? null
                : Duration.between(start, end).toSeconds();
    }

    /** The breaks of the sequence, sorted by name; empty where all is as expected. */
    List<String> anomalies() {
        List<String> anomalies = new ArrayList<>();
        Stage earlier = null;
        for (Map.Entry<Stage, Instant> step : at.entrySet()) {
            if (earlier != null && step.getValue().isBefore(at.get(earlier))) {
                anomalies.add(step.getKey() + "_BEFORE_" + earlier);
            }
            earlier = step.getKey();
        }
        if (at.containsKey(Stage.DELIVERED)) {
            if (cancelled) {
                anomalies.add("CANCELLED_AND_DELIVERED");
            }
            if (!at.containsKey(Stage.HANDED_OFF)) {
                anomalies.add("DELIVERED_WITHOUT_HANDOFF");
            }
        }
        Collections.sort(anomalies);
        return anomalies;
    }
}
