package org.fulfillmentconnect.opsqueries;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One search.
 *
 * @param name by which later steps and the answer refer to it
 * @param index {@code shipments} or {@code shipment_events}: the name that is searched with the settings as shipped
 * @param figures what it takes from earlier steps; none if absent
 * @param body the request, in which a text {@code {{name}}} stands for a parameter's or a figure's value
 */
public record Step(String name, String index, @Nullable List<Figure> figures, JsonNode body) {
    public Step {
        figures = figures == null ? List.of() : List.copyOf(figures);
    }

    /** What it takes from earlier steps. */
    @Override
    public List<Figure> figures() {
        return figures == null ? List.of() : figures;
    }

    /**
     * An instant that is as many seconds before another as an earlier step found.
     *
     * @param name the placeholder's
     * @param from the parameter, an instant, to count back from
     * @param minusSeconds a JSON pointer to the number of seconds in that step's answer
     * @param step the earlier step
     * @param otherwise the instant where the answer has no such number
     */
    public record Figure(String name, String from, String minusSeconds, String step, String otherwise) {}
}
